"""A configuration of each generation, as users have them, on a demo area."""

OLD = """
# ---------------- the generation of outputPath
chain:
{{
    outputPath:'{run}'
    remove_outputPath:True
    nomenclaturePath:'{folder}/nomenclature.txt'
    colorTable:'{folder}/colours.txt'
    listTile:'T31TCJ T31TDJ'
    S2Path:'{products}'
    L8Path:'None'
    S1Path:'None'
    userFeatPath:'None'
    groundTruth:'{reference}'
    dataField:'code'
    regionPath:'{regions}'
    regionField:'region'
    runs:2
    ratio:0.6
    cloud_threshold:2
    spatialResolution:10
    firstStep:init
    lastStep:validation
    logFileLevel:"DEBUG"
    mode_outside_RegionSplit:0.1#square km
    merge_final_classifications:True
    merge_final_classifications_ratio:0.1
    merge_final_classifications_undecidedlabel:254
    merge_final_classifications_method:"dempstershafer"#"majorityvoting" or "dempstershafer"
    dempstershafer_mob:"precision"
}}
argTrain:
{{
    sampleSelection : {{"sampler":"random",
                       "strategy":"percent",
                       "strategy.percent.p":0.4,
                       "per_models":[{{"target_model":'{region}', "strategy":"constant", "strategy.constant.nb":300}}]
                       }}
    sampleAugmentation : {{"target_models":["all"], "strategy" : "jitter", "strategy.jitter.stdfactor" : 10,
                          "samples.strategy" : "minNumber", "samples.strategy.minNumber" : 50, "activate" : True }}
    classifier :'rf'
    options :' -classifier.rf.min 5 -classifier.rf.max 25 -classifier.rf.nbtrees 30'
    cropMix:False
    annualCrop:['11','12']
}}
argClassification: {{ classifMode : 'separate'
                     noLabelManagement : 'maxConfidence' }}
Sentinel_2:
{{
    nodata_Mask : False
    startDate:''
    endDate:''
    temporalResolution:20
    additionalFeatures:"b1+b2,(b1-b2)/(b1+b2)"#comma splited
    keepBands:["B2", "B3", "B4", "B8", "B11"]
}}
GlobChain:
{{
    proj : "EPSG:32631"
    features: ["NDVI","NDWI","Brightness"]
    autoDate:True
    writeOutputs:False
    useAdditionalFeatures:True
    useGapFilling:True
}}
iota2FeatureExtraction: {{ copyinput:True relrefl:False keepduplicates:False extractBands:False acorfeat:False }}
dimRed: {{ dimRed:False targetDimension : 6 reductionMode : 'sensor_date' }}
Simplification:
{{
    classification:None
    confidence:None
    validity:None
    seed:None
    umc1:10
    umc2:3
    inland:None
    rssize:20
    lib64bit:None
    gridsize:2
    douglas:10
    hermite:10
    mmu:1000
    clipfile:'{regions}'
    clipfield:'region'
    clipvalue:None
    outprefix:'departement'
    lcfield:'Class'
    blocksize:2000
    dozip:True
    bingdal:None
    systemcall:False
    chunk:10
    statslist: {{1: "rate", 2: "statsmaj", 3: "statsmaj"}}
}}
"""

NEW = """
# ---------------- the generation of output_path
chain :
{{
    output_path : '{run}',
    remove_output_path : True,
    nomenclature_path : '{folder}/nomenclature.txt',
    color_table : '{folder}/colours.txt',
    list_tile : 'T31TCJ',
    s2_path : '{products}',
    ground_truth : '{reference}',
    data_field : 'code',
    spatial_resolution : 10,
    proj : 'EPSG:32631',
    first_step : 'init',
    last_step : 'validation',
    check_inputs : True,
}}
arg_train :
{{
    runs : 1,
    ratio : 0.5,
    random_seed : 7,
    features : ['NDVI'],
    sample_selection : {{'sampler' : 'random', 'strategy' : 'all'}},
}}
scikit_models_parameters :
{{
    model_type : 'ExtraTreesClassifier',
    n_estimators : 25,
    min_samples_split : 4,
    n_jobs : 4,
    standardization : False,
}}
arg_classification : {{ classif_mode : 'separate', enable_probability_map : True }}
sensors_data_interpolation : {{ auto_date : False, use_gapfilling : True, write_outputs : False }}
Sentinel_2 : {{ start_date : '20210201', end_date : '20211101', temporal_resolution : 30 }}
python_data_managing : {{ number_of_chunks : 50 }}
task_retry_limits : {{ allowed_retry : 2 }}
external_features : {{ module : 'None' }}
simplification : {{ umc1 : 5, rssize : 10, mmu : 0, hermite : 0, statslist : {{1 : "rate", 3 : "statsmaj"}} }}
"""


def write(folder, text, area, run):
    """Write a configuration with its nomenclature and colours, and return its path."""
    codes = {line.split(",")[0]: line.split(",")[1:3]
             for line in (area / "nomenclature.csv").read_text().splitlines()[1:]}
    names = "".join(f"{name}:{code}\n" for code, (name, _) in codes.items())
    colours = "".join(f"{code} {' '.join(str(int(colour[i:i + 2], 16)) for i in (1, 3, 5))}\n"
                      for code, (_, colour) in codes.items())
    (folder / "nomenclature.txt").write_text(names, encoding="utf-8")
    (folder / "colours.txt").write_text(colours, encoding="utf-8")
    path = folder / "i2.cfg"
    path.write_text(text.format(folder=folder, run=run, products=area / "products", reference=area / "reference.gpkg",
                                regions=area / "regions.gpkg", region="north"), encoding="utf-8")
    return str(path)
