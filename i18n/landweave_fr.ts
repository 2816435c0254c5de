<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr" sourcelanguage="en">
<context>
    <name>@default</name>
    <message>
        <location filename="../processing_provider/checks.py" line="17"/>
        <source>{name} is not valid JSON ({reason}, character {position}). Write it like {example}.</source>
        <translation>{name} n'est pas du JSON valide ({reason}, caractère {position}). Écrivez par exemple {example}.</translation>
    </message>
    <message>
        <location filename="../processing_provider/checks.py" line="21"/>
        <source>{name} has to be a JSON object. Write it like {example}.</source>
        <translation>{name} doit être un objet JSON. Écrivez par exemple {example}.</translation>
    </message>
    <message>
        <location filename="../processing_provider/checks.py" line="30"/>
        <source>{source} is given without {field}: choose the column as well.</source>
        <translation>{source} est donné sans {field} : choisissez aussi la colonne.</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="30"/>
        <source>Catalogue</source>
        <translation>Catalogue</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="30"/>
        <source>Made by &apos;List the images of a folder&apos;.</source>
        <translation>Produit par « Lister les images d'un dossier ».</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="42"/>
        <source>Regions</source>
        <translation>Régions</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="42"/>
        <source>Polygons of regions (climate, relief) that get a model each. Empty: one model for all.</source>
        <translation>Polygones des régions (climat, relief) qui reçoivent chacune leur modèle. Vide : un seul modèle pour tout.</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="50"/>
        <source>Column with the region&apos;s name</source>
        <translation>Colonne du nom de la région</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="50"/>
        <source>A column of the regions.</source>
        <translation>Une colonne des régions.</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="62"/>
        <source>Nomenclature</source>
        <translation>Nomenclature</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="62"/>
        <source>Names and colours of the classes: a CSV with the columns code, name, colour (#rrggbb), and if there are levels, parent; a QGIS style (.qml); or the colour and nomenclature files of iota2.</source>
        <translation>Noms et couleurs des classes : un CSV avec les colonnes code, name, colour (#rrggbb) et, s'il y a des niveaux, parent ; un style QGIS (.qml) ; ou les fichiers de couleurs et de nomenclature d'iota2.</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="62"/>
        <source>Nomenclatures (*.csv *.qml *.txt)</source>
        <translation>Nomenclatures (*.csv *.qml *.txt)</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="77"/>
        <source>Options of the time series</source>
        <translation>Options de la série temporelle</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="77"/>
        <source>A JSON file: bands, target dates, filling, indices. Empty: all reflective bands, clouds filled linearly every 10 days, NDVI, NDWI and brightness.</source>
        <translation>Un fichier JSON : bandes, dates cibles, comblement, indices. Vide : toutes les bandes réflectives, nuages comblés linéairement tous les 10 jours, NDVI, NDWI et brillance.</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="77"/>
        <source>JSON files (*.json)</source>
        <translation>Fichiers JSON (*.json)</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="92"/>
        <source>Classifier</source>
        <translation>Classifieur</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="92"/>
        <source>random_forest: 100 trees, a good start. extra_trees: similar, faster. svm: support vectors, good with few samples. boosting: gradient boosting. mlp: a neural network. knn: nearest neighbours. lda and logistic: simple and fast.</source>
        <translation>random_forest : 100 arbres, un bon début. extra_trees : semblable, plus rapide. svm : vecteurs de support, bon avec peu d'échantillons. boosting : gradient boosting. mlp : un réseau de neurones. knn : plus proches voisins. lda et logistic : simples et rapides.</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="103"/>
        <source>Options of the classifier</source>
        <translation>Options du classifieur</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="103"/>
        <source>JSON text with options of scikit-learn, for example {&quot;n_estimators&quot;: 200}.</source>
        <translation>Texte JSON avec des options de scikit-learn, par exemple {&quot;n_estimators&quot;: 200}.</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="109"/>
        <source>Give rare classes more weight</source>
        <translation>Donner plus de poids aux classes rares</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="109"/>
        <source>Weighs each class inversely to its number of samples, where the classifier can.</source>
        <translation>Pondère chaque classe à l'inverse de son nombre d'échantillons, quand le classifieur le permet.</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="119"/>
        <source>Seed</source>
        <translation>Graine</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="119"/>
        <source>Start of the random numbers: the same seed gives the same result.</source>
        <translation>Départ des nombres aléatoires : la même graine donne le même résultat.</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="131"/>
        <source>Part of the area</source>
        <translation>Partie de la zone</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="131"/>
        <source>Only this rectangle is mapped. Empty: everything.</source>
        <translation>Seul ce rectangle est cartographié. Vide : tout.</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="137"/>
        <source>Mask</source>
        <translation>Masque</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="137"/>
        <source>A raster (0 is left out) or polygons (outside is left out).</source>
        <translation>Un raster (0 est écarté) ou des polygones (l'extérieur est écarté).</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="143"/>
        <source>Coordinate system of the result</source>
        <translation>Système de coordonnées du résultat</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="143"/>
        <source>Needed when the images lie in several zones. Empty: that of the images.</source>
        <translation>Nécessaire quand les images se trouvent dans plusieurs fuseaux. Vide : celui des images.</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="160"/>
        <source>Number of processes</source>
        <translation>Nombre de processus</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="160"/>
        <source>How many processes work at once. 0: one for each processor core.</source>
        <translation>Combien de processus travaillent à la fois. 0 : un par cœur du processeur.</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="168"/>
        <source>Memory (MiB)</source>
        <translation>Mémoire (Mio)</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="168"/>
        <source>What all processes together may use; it decides how large the blocks are. 0: automatic.</source>
        <translation>Ce que tous les processus ensemble peuvent utiliser ; cela décide de la taille des blocs. 0 : automatique.</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="180"/>
        <source>Run folder</source>
        <translation>Dossier d'exécution</translation>
    </message>
    <message>
        <location filename="../processing_provider/interpreter.py" line="61"/>
        <source>Worker: {python} (Python {version}, {origin})</source>
        <translation>Processus de calcul : {python} (Python {version}, {origin})</translation>
    </message>
    <message>
        <location filename="../processing_provider/interpreter.py" line="87"/>
        <source>the plugin&apos;s own environment</source>
        <translation>l'environnement propre à l'extension</translation>
    </message>
    <message>
        <location filename="../processing_provider/interpreter.py" line="88"/>
        <source>QGIS&apos;s Python</source>
        <translation>le Python de QGIS</translation>
    </message>
    <message>
        <location filename="../processing_provider/interpreter.py" line="124"/>
        <source>it does not answer as a Python does</source>
        <translation>il ne répond pas comme le ferait un Python</translation>
    </message>
    <message>
        <location filename="../processing_provider/interpreter.py" line="200"/>
        <source>named by {variable}</source>
        <translation>désigné par {variable}</translation>
    </message>
    <message>
        <location filename="../processing_provider/interpreter.py" line="203"/>
        <source>chosen in the settings of Landweave</source>
        <translation>choisi dans les réglages de Landweave</translation>
    </message>
    <message>
        <location filename="../processing_provider/interpreter.py" line="227"/>
        <source>cannot be run: {error}</source>
        <translation>ne peut être exécuté : {error}</translation>
    </message>
    <message>
        <location filename="../processing_provider/interpreter.py" line="230"/>
        <source>lacks {packages}</source>
        <translation>n'a pas {packages}</translation>
    </message>
    <message>
        <location filename="../processing_provider/interpreter.py" line="267"/>
        <source>No Python on this computer can run Landweave&apos;s workers.</source>
        <translation>Aucun Python de cet ordinateur ne peut exécuter les calculs de Landweave.</translation>
    </message>
    <message>
        <location filename="../processing_provider/interpreter.py" line="270"/>
        <source>Install what is missing: {command}</source>
        <translation>Installez ce qui manque : {command}</translation>
    </message>
    <message>
        <location filename="../processing_provider/interpreter.py" line="271"/>
        <source>Or name another Python that has GDAL (osgeo) in the settings of Landweave or in {variable}.</source>
        <translation>Ou désignez un autre Python qui possède GDAL (osgeo), dans les réglages de Landweave ou dans {variable}.</translation>
    </message>
    <message>
        <location filename="../processing_provider/interpreter.py" line="290"/>
        <source>it did not answer within {seconds} s</source>
        <translation>il n'a pas répondu en {seconds} s</translation>
    </message>
    <message>
        <location filename="../processing_provider/runner.py" line="304"/>
        <source>Cancelled.</source>
        <translation>Annulé.</translation>
    </message>
    <message>
        <location filename="../processing_provider/runner.py" line="272"/>
        <source>The worker process was killed by the system (SIGKILL), most likely for want of memory.</source>
        <translation>Le processus de calcul a été arrêté par le système (SIGKILL), très probablement par manque de mémoire.</translation>
    </message>
    <message>
        <location filename="../processing_provider/runner.py" line="273"/>
        <source>Set WORKERS to 1 or MEMORY_MIB to less, close other programs, and run again.</source>
        <translation>Mettez WORKERS à 1 ou diminuez MEMORY_MIB, fermez d'autres programmes, puis relancez.</translation>
    </message>
    <message>
        <location filename="../processing_provider/runner.py" line="276"/>
        <source>The worker process ended without a result (exit code or signal: {how}).</source>
        <translation>Le processus de calcul s'est terminé sans résultat (code de sortie ou signal : {how}).</translation>
    </message>
    <message>
        <location filename="../processing_provider/runner.py" line="277"/>
        <source>Run again; if it happens once more, please report it with the log.</source>
        <translation>Relancez ; si cela se reproduit, signalez-le en joignant le journal.</translation>
    </message>
    <message>
        <location filename="../processing_provider/runner.py" line="280"/>
        <source>Its last message was: {message}</source>
        <translation>Son dernier message était : {message}</translation>
    </message>
    <message>
        <location filename="../processing_provider/runner.py" line="282"/>
        <source>Its last line of errors was: {message}</source>
        <translation>Sa dernière ligne d'erreur était : {message}</translation>
    </message>
    <message>
        <location filename="../processing_provider/sources.py" line="54"/>
        <source>{name}: &apos;{value}&apos; could not be opened. Choose a layer of the project or an existing file.</source>
        <translation>{name} : « {value} » n'a pas pu être ouvert. Choisissez une couche du projet ou un fichier existant.</translation>
    </message>
    <message>
        <location filename="../processing_provider/sources.py" line="104"/>
        <source>{name}: the layer &apos;{layer}&apos; is not a file. Export it to a GeoPackage or GeoTIFF and choose that.</source>
        <translation>{name} : la couche « {layer} » n'est pas un fichier. Exportez-la en GeoPackage ou GeoTIFF et choisissez celui-ci.</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="153"/>
        <source>Overall accuracy</source>
        <translation>Exactitude globale</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="154"/>
        <source>Kappa</source>
        <translation>Kappa</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="155"/>
        <source>Mean F-score of the classes</source>
        <translation>F-score moyen des classes</translation>
    </message>
    <message>
        <location filename="../processing_provider/sources.py" line="132"/>
        <source>{name}: the layer &apos;{layer}&apos; has edits that are not saved. Save them first.</source>
        <translation>{name} : la couche « {layer} » a des modifications non enregistrées. Enregistrez-les d'abord.</translation>
    </message>
    <message>
        <location filename="../processing_provider/sources.py" line="134"/>
        <source>{name}: the layer &apos;{layer}&apos; has a filter, but its file is read whole. Remove the filter.</source>
        <translation>{name} : la couche « {layer} » a un filtre, mais son fichier est lu en entier. Retirez le filtre.</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="180"/>
        <source>Where the results, the log and the state of the run are kept. Started again with the same parameters and the same folder, an unfinished run goes on where it stopped. Left as it is: a folder beside the reference polygons, called after them.</source>
        <translation>Où sont gardés les résultats, le journal et l'état de l'exécution. Relancée avec les mêmes paramètres et le même dossier, une exécution inachevée reprend où elle s'était arrêtée. Laissé tel quel : un dossier à côté des polygones de référence, nommé d'après eux.</translation>
    </message>
    <message>
        <location filename="../processing_provider/runner.py" line="247"/>
        <source>Started again with the same parameters and run folder, it goes on where it stopped.</source>
        <translation>Relancée avec les mêmes paramètres et le même dossier d'exécution, l'exécution reprend où elle s'est arrêtée.</translation>
    </message>
</context>
<context>
    <name>Accuracy</name>
    <message>
        <location filename="../processing_provider/validation/accuracy.py" line="19"/>
        <source>Accuracy of a map</source>
        <translation>Exactitude d'une carte</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/accuracy.py" line="22"/>
        <source>Compares a map with polygons or points of known land cover, and reports how often it is right.</source>
        <translation>Compare une carte à des polygones ou points d'occupation du sol connue, et dit combien de fois elle a raison.</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/accuracy.py" line="25"/>
        <source>The report has the confusion matrix, overall accuracy, kappa, balanced accuracy, and precision, recall and F-score of each class, with 95 % intervals that treat each polygon as one observation.</source>
        <translation>Le rapport contient la matrice de confusion, l'exactitude globale, le kappa, l'exactitude équilibrée, ainsi que la précision, le rappel et le F-score de chaque classe, avec des intervalles à 95 % où chaque polygone compte pour une observation.</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/accuracy.py" line="31"/>
        <source>accuracy,validation,confusion matrix,kappa,precision,recall,F-score,report</source>
        <translation>exactitude,validation,matrice de confusion,kappa,précision,rappel,F-score,rapport</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/accuracy.py" line="34"/>
        <source>Map</source>
        <translation>Carte</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/accuracy.py" line="34"/>
        <source>A raster of class codes.</source>
        <translation>Un raster de codes de classes.</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/accuracy.py" line="35"/>
        <source>Reference</source>
        <translation>Référence</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/accuracy.py" line="35"/>
        <source>Polygons or points that were not used to learn, or a split reference (see the run below).</source>
        <translation>Polygones ou points qui n'ont pas servi à l'apprentissage, ou une référence partagée (voir le tirage ci-dessous).</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/accuracy.py" line="41"/>
        <source>Column with the class code</source>
        <translation>Colonne du code de classe</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/accuracy.py" line="41"/>
        <source>A column of the reference.</source>
        <translation>Une colonne de la référence.</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/accuracy.py" line="48"/>
        <source>Run of the split</source>
        <translation>Tirage du partage</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/accuracy.py" line="48"/>
        <source>Use only what the column run_1 (run_2, ...) calls validation. 0: use all.</source>
        <translation>N'utilise que ce que la colonne run_1 (run_2, ...) appelle validation. 0 : tout.</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/accuracy.py" line="55"/>
        <source>Confidence</source>
        <translation>Confiance</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/accuracy.py" line="55"/>
        <source>Shown in the report beside the map.</source>
        <translation>Montrée dans le rapport à côté de la carte.</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/accuracy.py" line="62"/>
        <source>Column that numbers the polygons</source>
        <translation>Colonne du numéro des polygones</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/accuracy.py" line="62"/>
        <source>Features with the same value count as one observation. Empty: polygon_id if there is one.</source>
        <translation>Les entités de même valeur comptent pour une observation. Vide : polygon_id s'il existe.</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/accuracy.py" line="71"/>
        <source>Report</source>
        <translation>Rapport</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/accuracy.py" line="71"/>
        <source>The page to write.</source>
        <translation>La page à écrire.</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/accuracy.py" line="71"/>
        <source>HTML files (*.html)</source>
        <translation>Fichiers HTML (*.html)</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/accuracy.py" line="78"/>
        <source>Scores</source>
        <translation>Scores</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/accuracy.py" line="78"/>
        <source>The same numbers as JSON.</source>
        <translation>Les mêmes nombres en JSON.</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/accuracy.py" line="78"/>
        <source>JSON files (*.json)</source>
        <translation>Fichiers JSON (*.json)</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/accuracy.py" line="85"/>
        <source>Confusion matrix</source>
        <translation>Matrice de confusion</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/accuracy.py" line="85"/>
        <source>The matrix as a table (rows: reference, columns: map).</source>
        <translation>La matrice sous forme de tableau (lignes : référence, colonnes : carte).</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/accuracy.py" line="85"/>
        <source>Tables (*.csv)</source>
        <translation>Tableaux (*.csv)</translation>
    </message>
</context>
<context>
    <name>BaseAlgorithm</name>
    <message>
        <location filename="../processing_provider/base.py" line="98"/>
        <source>Parameters</source>
        <translation>Paramètres</translation>
    </message>
    <message>
        <location filename="../processing_provider/base.py" line="101"/>
        <source>From a shell</source>
        <translation>Depuis un terminal</translation>
    </message>
    <message>
        <location filename="../processing_provider/base.py" line="129"/>
        <source>{name} is left empty: there is no column &apos;{column}&apos;.</source>
        <translation>{name} reste vide : il n'y a pas de colonne « {column} ».</translation>
    </message>
    <message>
        <location filename="../processing_provider/base.py" line="171"/>
        <source>There is no parameter {name}. Known are: {known}.</source>
        <translation>Il n'y a pas de paramètre {name}. Sont connus : {known}.</translation>
    </message>
    <message>
        <location filename="../processing_provider/base.py" line="182"/>
        <source>Known are: {known}.</source>
        <translation>Sont connus : {known}.</translation>
    </message>
</context>
<context>
    <name>CheckInstallation</name>
    <message>
        <location filename="../processing_provider/tools/check_installation.py" line="19"/>
        <source>Check the installation</source>
        <translation>Vérifier l'installation</translation>
    </message>
    <message>
        <location filename="../processing_provider/tools/check_installation.py" line="22"/>
        <source>Says whether the Python that does the work has all it needs, and what to install if not.</source>
        <translation>Dit si le Python qui fait les calculs a tout ce qu'il lui faut, et sinon quoi installer.</translation>
    </message>
    <message>
        <location filename="../processing_provider/tools/check_installation.py" line="25"/>
        <source>Landweave computes in a Python process of its own. It takes the one named by the environment variable LANDWEAVE_PYTHON, else the one set in QGIS (Settings, Options, Landweave), else the folder .venv of the plugin, else QGIS&apos;s own Python if that has the packages. The log says which was taken.</source>
        <translation>Landweave calcule dans un processus Python à part. Il prend celui que désigne la variable d'environnement LANDWEAVE_PYTHON, sinon celui réglé dans QGIS (Préférences, Options, Landweave), sinon le dossier .venv de l'extension, sinon le Python de QGIS s'il possède les paquets. Le journal dit lequel a été pris.</translation>
    </message>
    <message>
        <location filename="../processing_provider/tools/check_installation.py" line="32"/>
        <source>install,packages,Python,scikit-learn,versions,help,problem,settings</source>
        <translation>installation,paquets,Python,scikit-learn,versions,aide,problème,réglages</translation>
    </message>
    <message>
        <location filename="../processing_provider/tools/check_installation.py" line="35"/>
        <source>Report</source>
        <translation>Rapport</translation>
    </message>
    <message>
        <location filename="../processing_provider/tools/check_installation.py" line="35"/>
        <source>A page that lists the packages and what to do.</source>
        <translation>Une page qui liste les paquets et dit quoi faire.</translation>
    </message>
    <message>
        <location filename="../processing_provider/tools/check_installation.py" line="35"/>
        <source>HTML files (*.html)</source>
        <translation>Fichiers HTML (*.html)</translation>
    </message>
    <message>
        <location filename="../processing_provider/tools/check_installation.py" line="45"/>
        <source>All that is needed is there</source>
        <translation>Tout le nécessaire est là</translation>
    </message>
</context>
<context>
    <name>ClassificationChain</name>
    <message>
        <location filename="../processing_provider/chains/classification_chain.py" line="40"/>
        <source>Land-cover map from images</source>
        <translation>Carte d'occupation du sol à partir d'images</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/classification_chain.py" line="43"/>
        <source>Makes a validated land-cover map from a folder of satellite images and some polygons.</source>
        <translation>Fait une carte d'occupation du sol validée à partir d'un dossier d'images satellite et de quelques polygones.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/classification_chain.py" line="58"/>
        <source>land cover,classification,chain,workflow,time series,Sentinel-2,map,validation,iota2</source>
        <translation>occupation du sol,classification,chaîne,traitement,série temporelle,Sentinel-2,carte,validation,iota2</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/classification_chain.py" line="61"/>
        <source>Folder with images (or a catalogue)</source>
        <translation>Dossier d'images (ou un catalogue)</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/classification_chain.py" line="61"/>
        <source>Searched with all folders below it. Leave it empty if you give a catalogue of it, under Advanced.</source>
        <translation>Parcouru avec tous ses sous-dossiers. Laissez ce champ vide si vous en donnez un catalogue, dans les paramètres avancés.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/classification_chain.py" line="69"/>
        <source>Reference polygons</source>
        <translation>Polygones de référence</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/classification_chain.py" line="69"/>
        <source>Polygons whose land cover is known.</source>
        <translation>Polygones dont l'occupation du sol est connue.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/classification_chain.py" line="72"/>
        <source>Column with the class code</source>
        <translation>Colonne du code de classe</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/classification_chain.py" line="72"/>
        <source>Whole numbers from 1.</source>
        <translation>Nombres entiers à partir de 1.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/classification_chain.py" line="87"/>
        <source>Scheduler of a cluster</source>
        <translation>Ordonnanceur d'une grappe de calcul</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/classification_chain.py" line="87"/>
        <source>Has to be empty: this version works on one machine.</source>
        <translation>Doit rester vide : cette version travaille sur une seule machine.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/classification_chain.py" line="98"/>
        <source>Number of runs</source>
        <translation>Nombre de tirages</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/classification_chain.py" line="98"/>
        <source>Independent random splits: several show how much the accuracy depends on the split.</source>
        <translation>Partages aléatoires indépendants : plusieurs montrent combien l'exactitude dépend du partage.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/classification_chain.py" line="107"/>
        <source>Share of the polygons to learn from</source>
        <translation>Part des polygones pour l'apprentissage</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/classification_chain.py" line="107"/>
        <source>The rest validates.</source>
        <translation>Le reste valide.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/classification_chain.py" line="116"/>
        <source>Largest number of samples of a class</source>
        <translation>Nombre maximal d'échantillons d'une classe</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/classification_chain.py" line="116"/>
        <source>In each region and on each side of the split. 0: all pixels of the polygons.</source>
        <translation>Dans chaque région et de chaque côté du partage. 0 : tous les pixels des polygones.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/classification_chain.py" line="134"/>
        <source>Map</source>
        <translation>Carte</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/classification_chain.py" line="134"/>
        <source>Confidence</source>
        <translation>Confiance</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/classification_chain.py" line="134"/>
        <source>Clear acquisitions</source>
        <translation>Acquisitions claires</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/classification_chain.py" line="141"/>
        <source>HTML files (*.html)</source>
        <translation>Fichiers HTML (*.html)</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/classification_chain.py" line="143"/>
        <source>Report</source>
        <translation>Rapport</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/classification_chain.py" line="144"/>
        <source>Probabilities</source>
        <translation>Probabilités</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/classification_chain.py" line="144"/>
        <source>Probability of every class, a band each. Empty: not written.</source>
        <translation>Probabilité de chaque classe, une bande par classe. Vide : non écrite.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/classification_chain.py" line="156"/>
        <source>No images: give INPUT, a folder with images, or CATALOGUE, the catalogue made of one.</source>
        <translation>Pas d'images : donnez INPUT, un dossier d'images, ou CATALOGUE, le catalogue qui en a été fait.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/classification_chain.py" line="158"/>
        <source>Both INPUT and CATALOGUE are given: leave one empty.</source>
        <translation>INPUT et CATALOGUE sont donnés tous les deux : laissez l'un des deux vide.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/classification_chain.py" line="160"/>
        <source>SCHEDULER is given, but this version works on one machine only: leave SCHEDULER empty.</source>
        <translation>SCHEDULER est donné, mais cette version ne travaille que sur une machine : laissez SCHEDULER vide.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/classification_chain.py" line="219"/>
        <source>The results are in a temporary folder, which QGIS removes: choose a run folder to keep them.</source>
        <translation>Les résultats sont dans un dossier temporaire, que QGIS supprime : choisissez un dossier d'exécution pour les garder.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/classification_chain.py" line="125"/>
        <source>Go on without damaged images</source>
        <translation>Continuer sans les images endommagées</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/classification_chain.py" line="125"/>
        <source>Else the chain stops before the work starts when an image is cut or lacks a file.</source>
        <translation>Sinon la chaîne s'arrête avant de commencer quand une image est tronquée ou qu'il lui manque un fichier.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/classification_chain.py" line="46"/>
        <source>Three things are needed: the images (a folder, or a catalogue made of it), polygons of known land cover, and their column of class codes. The chain lists the images, masks clouds and fills gaps, draws samples, learns, maps, and validates with polygons it has not learnt from.

Everything is kept in the run folder: map, confidence, number of clear acquisitions, report, model, log. Stopped or interrupted, start it again with the same run folder: what is done is not done again. If you name none, it lies beside the polygons: {REFERENCE}_run stands for polygons_run beside polygons.gpkg; where a run of something else is there, for polygons_run_2 and so on.

Method: Inglada et al. 2017, doi 10.3390/rs9010095.</source>
        <translation>Il faut trois choses : les images (un dossier, ou le catalogue qui en a été fait), des polygones d'occupation du sol connue, et leur colonne de codes de classes. La chaîne liste les images, masque les nuages et comble les lacunes, tire des échantillons, apprend, cartographie, et valide avec des polygones dont elle n'a rien appris.

Tout est gardé dans le dossier d'exécution : carte, confiance, nombre d'acquisitions claires, rapport, modèle, journal. Arrêtée ou interrompue, relancez-la avec le même dossier d'exécution : ce qui est fait n'est pas refait. Si vous n'en nommez pas, il est à côté des polygones : {REFERENCE}_run désigne polygones_run à côté de polygones.gpkg ; si une autre exécution s'y trouve, polygones_run_2 et ainsi de suite.

Méthode : Inglada et al. 2017, doi 10.3390/rs9010095.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/classification_chain.py" line="133"/>
        <source>Where to write it. {RUN_FOLDER} stands for the run folder. Empty: there too.</source>
        <translation>Où l'écrire. {RUN_FOLDER} désigne le dossier de l'exécution. Vide : dans ce dossier aussi.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/classification_chain.py" line="222"/>
        <source>Run folder: {folder}</source>
        <translation>Dossier de l'exécution : {folder}</translation>
    </message>
</context>
<context>
    <name>Classify</name>
    <message>
        <location filename="../processing_provider/mapping/classify.py" line="20"/>
        <source>Make the map</source>
        <translation>Faire la carte</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/classify.py" line="23"/>
        <source>Gives every pixel of the images the class that the model finds most likely.</source>
        <translation>Donne à chaque pixel des images la classe que le modèle trouve la plus probable.</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/classify.py" line="26"/>
        <source>The images are read block by block; memory does not grow with the area, and no intermediate time series is written. The confidence is the probability of the chosen class in percent. 0 means no data.</source>
        <translation>Les images sont lues bloc par bloc ; la mémoire ne croît pas avec la surface, et aucune série temporelle intermédiaire n'est écrite. La confiance est la probabilité en pour cent de la classe retenue. 0 signifie pas de donnée.</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/classify.py" line="32"/>
        <source>classify,map,land cover,prediction,confidence,probability,mosaic,regions</source>
        <translation>classer,carte,occupation du sol,prédiction,confiance,probabilité,mosaïque,régions</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/classify.py" line="36"/>
        <source>Models</source>
        <translation>Modèles</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/classify.py" line="36"/>
        <source>One or several model files; several are averaged where they hold for the same region.</source>
        <translation>Un ou plusieurs fichiers de modèle ; plusieurs sont moyennés là où ils valent pour la même région.</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/classify.py" line="44"/>
        <source>Tiles</source>
        <translation>Tuiles</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/classify.py" line="44"/>
        <source>Only these, parted by commas. Empty: all.</source>
        <translation>Seulement celles-ci, séparées par des virgules. Vide : toutes.</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/classify.py" line="46"/>
        <source>Map</source>
        <translation>Carte</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/classify.py" line="46"/>
        <source>The map of classes (GeoTIFF).</source>
        <translation>La carte des classes (GeoTIFF).</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/classify.py" line="47"/>
        <source>Confidence</source>
        <translation>Confiance</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/classify.py" line="47"/>
        <source>Probability of the chosen class, 0 to 100 (GeoTIFF).</source>
        <translation>Probabilité de la classe retenue, de 0 à 100 (GeoTIFF).</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/classify.py" line="53"/>
        <source>Clear acquisitions</source>
        <translation>Acquisitions claires</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/classify.py" line="53"/>
        <source>How many images show each pixel without cloud (GeoTIFF).</source>
        <translation>Combien d'images montrent chaque pixel sans nuage (GeoTIFF).</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/classify.py" line="59"/>
        <source>Probabilities</source>
        <translation>Probabilités</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/classify.py" line="59"/>
        <source>Probability of every class, a band each (GeoTIFF).</source>
        <translation>Probabilité de chaque classe, une bande par classe (GeoTIFF).</translation>
    </message>
</context>
<context>
    <name>CrossValidate</name>
    <message>
        <location filename="../processing_provider/learning/cross_validate.py" line="20"/>
        <source>Cross-validate a classifier</source>
        <translation>Validation croisée d'un classifieur</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/cross_validate.py" line="23"/>
        <source>Estimates how accurate a classifier is, by learning on some samples and testing on the others.</source>
        <translation>Estime l'exactitude d'un classifieur, en apprenant sur une partie des échantillons et en testant sur les autres.</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/cross_validate.py" line="26"/>
        <source>Samples of one group (one polygon) are never in the learning and in the test part at once: otherwise the estimate would be too good.</source>
        <translation>Les échantillons d'un groupe (d'un polygone) ne sont jamais à la fois dans la partie d'apprentissage et dans celle de test : sinon l'estimation serait trop bonne.</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/cross_validate.py" line="32"/>
        <source>cross-validation,accuracy,folds,groups,classifier,compare,machine learning</source>
        <translation>validation croisée,exactitude,plis,groupes,classifieur,comparer,apprentissage automatique</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/cross_validate.py" line="35"/>
        <source>Samples</source>
        <translation>Échantillons</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/cross_validate.py" line="35"/>
        <source>Made by &apos;Read the values of the samples&apos; or &apos;Import samples from a table&apos;.</source>
        <translation>Produits par « Lire les valeurs des échantillons » ou « Importer des échantillons d'un tableau ».</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/cross_validate.py" line="41"/>
        <source>Column with the class</source>
        <translation>Colonne de la classe</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/cross_validate.py" line="41"/>
        <source>A column of the samples.</source>
        <translation>Une colonne des échantillons.</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/cross_validate.py" line="45"/>
        <source>Column with the group</source>
        <translation>Colonne du groupe</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/cross_validate.py" line="53"/>
        <source>Number of parts</source>
        <translation>Nombre de parties</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/cross_validate.py" line="53"/>
        <source>Each is tested once.</source>
        <translation>Chacune est testée une fois.</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/cross_validate.py" line="54"/>
        <source>Repetitions</source>
        <translation>Répétitions</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/cross_validate.py" line="54"/>
        <source>With other random parts; more of them narrow the interval.</source>
        <translation>Avec d'autres parties aléatoires ; un plus grand nombre resserre l'intervalle.</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/cross_validate.py" line="64"/>
        <source>Report</source>
        <translation>Rapport</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/cross_validate.py" line="64"/>
        <source>A page with the scores and the confusion matrix.</source>
        <translation>Une page avec les scores et la matrice de confusion.</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/cross_validate.py" line="64"/>
        <source>HTML files (*.html)</source>
        <translation>Fichiers HTML (*.html)</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/cross_validate.py" line="71"/>
        <source>Scores</source>
        <translation>Scores</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/cross_validate.py" line="71"/>
        <source>The same numbers as JSON.</source>
        <translation>Les mêmes nombres en JSON.</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/cross_validate.py" line="71"/>
        <source>JSON files (*.json)</source>
        <translation>Fichiers JSON (*.json)</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/cross_validate.py" line="45"/>
        <source>Samples with the same value stay together. Empty (in a shell GROUP_FIELD=): each for itself.</source>
        <translation>Les échantillons de même valeur restent ensemble. Vide (GROUP_FIELD= en ligne de commande) : chacun pour soi.</translation>
    </message>
</context>
<context>
    <name>DemoData</name>
    <message>
        <location filename="../processing_provider/tools/demo_data.py" line="25"/>
        <source>Make data to try it with</source>
        <translation>Créer des données d'essai</translation>
    </message>
    <message>
        <location filename="../processing_provider/tools/demo_data.py" line="28"/>
        <source>Writes a synthetic area: satellite images of a year, polygons, regions, colours and the truth.</source>
        <translation>Écrit une zone synthétique : images satellite d'une année, polygones, régions, couleurs et la vérité.</translation>
    </message>
    <message>
        <location filename="../processing_provider/tools/demo_data.py" line="37"/>
        <source>demo,example,synthetic,simulated,test,tutorial</source>
        <translation>démo,exemple,synthétique,simulé,essai,tutoriel</translation>
    </message>
    <message>
        <location filename="../processing_provider/tools/demo_data.py" line="40"/>
        <source>Side of a tile (pixels of 10 m)</source>
        <translation>Côté d'une tuile (pixels de 10 m)</translation>
    </message>
    <message>
        <location filename="../processing_provider/tools/demo_data.py" line="48"/>
        <source>Dates in the year</source>
        <translation>Dates dans l'année</translation>
    </message>
    <message>
        <location filename="../processing_provider/tools/demo_data.py" line="56"/>
        <source>Seed</source>
        <translation>Graine</translation>
    </message>
    <message>
        <location filename="../processing_provider/tools/demo_data.py" line="56"/>
        <source>Another number gives another area.</source>
        <translation>Un autre nombre donne une autre zone.</translation>
    </message>
    <message>
        <location filename="../processing_provider/tools/demo_data.py" line="59"/>
        <source>Folder to make</source>
        <translation>Dossier à créer</translation>
    </message>
    <message>
        <location filename="../processing_provider/tools/demo_data.py" line="59"/>
        <source>Everything is written into it.</source>
        <translation>Tout y est écrit.</translation>
    </message>
    <message>
        <location filename="../processing_provider/tools/demo_data.py" line="70"/>
        <source>The side of a tile is {size} pixels: choose an even number.</source>
        <translation>Le côté d'une tuile est de {size} pixels : choisissez un nombre pair.</translation>
    </message>
    <message>
        <location filename="../processing_provider/tools/demo_data.py" line="62"/>
        <source>Folder with images</source>
        <translation>Dossier d'images</translation>
    </message>
    <message>
        <location filename="../processing_provider/tools/demo_data.py" line="63"/>
        <source>Reference polygons</source>
        <translation>Polygones de référence</translation>
    </message>
    <message>
        <location filename="../processing_provider/tools/demo_data.py" line="64"/>
        <source>Regions</source>
        <translation>Régions</translation>
    </message>
    <message>
        <location filename="../processing_provider/tools/demo_data.py" line="65"/>
        <source>Nomenclature</source>
        <translation>Nomenclature</translation>
    </message>
    <message>
        <location filename="../processing_provider/tools/demo_data.py" line="66"/>
        <source>The true map</source>
        <translation>La vraie carte</translation>
    </message>
    <message>
        <location filename="../processing_provider/tools/demo_data.py" line="31"/>
        <source>Two overlapping Sentinel-2 tiles as Theia product folders, with clouds, shadows and orbit edges. The same seed gives the same files. Try the land-cover chain with the folder products and the polygons here.</source>
        <translation>Deux tuiles Sentinel-2 qui se recouvrent, en dossiers de produits Theia, avec nuages, ombres et bords d'orbite. La même graine donne les mêmes fichiers. Essayez la chaîne d'occupation du sol avec le dossier products et les polygones écrits ici.</translation>
    </message>
    <message>
        <location filename="../processing_provider/tools/demo_data.py" line="40"/>
        <source>Even, 96 to 10980. 512 takes about a minute and 600 MB.</source>
        <translation>Pair, de 96 à 10980. 512 demande environ une minute et 600 Mo.</translation>
    </message>
    <message>
        <location filename="../processing_provider/tools/demo_data.py" line="48"/>
        <source>Number of acquisitions, 2 to 110.</source>
        <translation>Nombre d'acquisitions, de 2 à 110.</translation>
    </message>
</context>
<context>
    <name>ExportSamples</name>
    <message>
        <location filename="../processing_provider/samples/export_samples.py" line="20"/>
        <source>Export samples to a table</source>
        <translation>Exporter des échantillons vers un tableau</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/export_samples.py" line="23"/>
        <source>Writes samples as a table with one column for each feature, for other software.</source>
        <translation>Écrit les échantillons en un tableau avec une colonne par variable, pour d'autres logiciels.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/export_samples.py" line="26"/>
        <source>The inverse of &apos;Import samples from a table&apos;.</source>
        <translation>L'inverse de « Importer des échantillons d'un tableau ».</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/export_samples.py" line="29"/>
        <source>samples,table,CSV,export,convert</source>
        <translation>échantillons,tableau,CSV,export,convertir</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/export_samples.py" line="32"/>
        <source>Samples</source>
        <translation>Échantillons</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/export_samples.py" line="32"/>
        <source>A samples file.</source>
        <translation>Un fichier d'échantillons.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/export_samples.py" line="33"/>
        <source>Table</source>
        <translation>Tableau</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/export_samples.py" line="41"/>
        <source>Number of samples</source>
        <translation>Nombre d'échantillons</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/export_samples.py" line="33"/>
        <source>The table to write: .csv, or .gpkg for a GeoPackage.</source>
        <translation>Le tableau à écrire : .csv, ou .gpkg pour un GeoPackage.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/export_samples.py" line="33"/>
        <source>Tables (*.csv);;GeoPackages (*.gpkg)</source>
        <translation>Tableaux (*.csv);;GeoPackages (*.gpkg)</translation>
    </message>
</context>
<context>
    <name>ExtractSamples</name>
    <message>
        <location filename="../processing_provider/samples/extract_samples.py" line="19"/>
        <source>Read the values of the samples</source>
        <translation>Lire les valeurs des échantillons</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/extract_samples.py" line="22"/>
        <source>Reads the time series of each sample point, fills its gaps and computes the features.</source>
        <translation>Lit la série temporelle de chaque point, comble ses lacunes et calcule les variables.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/extract_samples.py" line="25"/>
        <source>Clouds are masked and gaps filled exactly as when the map is made. The points are a layer that may be edited or thinned out in QGIS; the features are kept beside them in the same file.</source>
        <translation>Les nuages sont masqués et les lacunes comblées exactement comme pour faire la carte. Les points sont une couche que l'on peut modifier ou éclaircir dans QGIS ; les variables sont gardées à côté dans le même fichier.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/extract_samples.py" line="31"/>
        <source>samples,features,time series,extraction,training,NDVI,gap filling</source>
        <translation>échantillons,variables,série temporelle,extraction,apprentissage,NDVI,comblement</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/extract_samples.py" line="35"/>
        <source>Sample points</source>
        <translation>Points d'échantillonnage</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/extract_samples.py" line="35"/>
        <source>Made by &apos;Select the sample pixels&apos;, or any points with a class column.</source>
        <translation>Produits par « Choisir les pixels d'échantillonnage », ou tous points ayant une colonne de classe.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/extract_samples.py" line="43"/>
        <source>Samples</source>
        <translation>Échantillons</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/extract_samples.py" line="43"/>
        <source>The samples file to write (GeoPackage).</source>
        <translation>Le fichier d'échantillons à écrire (GeoPackage).</translation>
    </message>
</context>
<context>
    <name>Group</name>
    <message>
        <location filename="../processing_provider/groups.py" line="13"/>
        <source>Time series</source>
        <translation>Séries temporelles</translation>
    </message>
    <message>
        <location filename="../processing_provider/groups.py" line="14"/>
        <source>Samples</source>
        <translation>Échantillons</translation>
    </message>
    <message>
        <location filename="../processing_provider/groups.py" line="15"/>
        <source>Learning</source>
        <translation>Apprentissage</translation>
    </message>
    <message>
        <location filename="../processing_provider/groups.py" line="16"/>
        <source>Mapping</source>
        <translation>Cartographie</translation>
    </message>
    <message>
        <location filename="../processing_provider/groups.py" line="17"/>
        <source>Validation</source>
        <translation>Validation</translation>
    </message>
    <message>
        <location filename="../processing_provider/groups.py" line="18"/>
        <source>Chains</source>
        <translation>Chaînes</translation>
    </message>
    <message>
        <location filename="../processing_provider/groups.py" line="19"/>
        <source>Tools</source>
        <translation>Outils</translation>
    </message>
</context>
<context>
    <name>ImportSamples</name>
    <message>
        <location filename="../processing_provider/samples/import_samples.py" line="20"/>
        <source>Import samples from a table</source>
        <translation>Importer des échantillons d'un tableau</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/import_samples.py" line="23"/>
        <source>Turns a table of values by band and date into samples to learn from.</source>
        <translation>Transforme un tableau de valeurs par bande et date en échantillons d'apprentissage.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/import_samples.py" line="26"/>
        <source>Columns named BAND_nn (rank of the date: NDVI_01, NDVI_02, ...) or BAND_YYYYMMDD are the values. Every other column is kept as it is, for example to group samples in the cross-validation.</source>
        <translation>Les colonnes nommées BANDE_nn (rang de la date : NDVI_01, NDVI_02, ...) ou BANDE_AAAAMMJJ sont les valeurs. Toute autre colonne est gardée telle quelle, par exemple pour grouper les échantillons dans la validation croisée.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/import_samples.py" line="32"/>
        <source>samples,table,CSV,import,convert,time series</source>
        <translation>échantillons,tableau,CSV,import,convertir,série temporelle</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/import_samples.py" line="35"/>
        <source>Table</source>
        <translation>Tableau</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/import_samples.py" line="35"/>
        <source>A CSV file or any vector layer or table.</source>
        <translation>Un fichier CSV, ou toute couche vecteur ou table.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/import_samples.py" line="36"/>
        <source>Column with the class</source>
        <translation>Colonne de la classe</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/import_samples.py" line="36"/>
        <source>Numbers or names.</source>
        <translation>Nombres ou noms.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/import_samples.py" line="48"/>
        <source>Samples</source>
        <translation>Échantillons</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/import_samples.py" line="48"/>
        <source>The samples file to write (GeoPackage).</source>
        <translation>Le fichier d'échantillons à écrire (GeoPackage).</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/import_samples.py" line="42"/>
        <source>Rows to take</source>
        <translation>Lignes à prendre</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/import_samples.py" line="42"/>
        <source>An SQL condition, for example label &lt;&gt; &apos;Forest&apos;. Empty: all rows.</source>
        <translation>Une condition SQL, par exemple label &lt;&gt; 'Forest'. Vide : toutes les lignes.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/import_samples.py" line="51"/>
        <source>Number of samples</source>
        <translation>Nombre d'échantillons</translation>
    </message>
</context>
<context>
    <name>LandweavePlugin</name>
    <message>
        <location filename="../plugin/main.py" line="43"/>
        <source>Land-cover map from images...</source>
        <translation>Carte d'occupation du sol à partir d'images...</translation>
    </message>
    <message>
        <location filename="../plugin/main.py" line="46"/>
        <source>Check the installation...</source>
        <translation>Vérifier l'installation...</translation>
    </message>
    <message>
        <location filename="../plugin/main.py" line="47"/>
        <source>Settings...</source>
        <translation>Réglages...</translation>
    </message>
    <message>
        <location filename="../plugin/main.py" line="45"/>
        <source>The same map as a model, step by step...</source>
        <translation>La même carte en modèle, pas à pas...</translation>
    </message>
</context>
<context>
    <name>LandweaveProvider</name>
    <message>
        <location filename="../processing_provider/provider.py" line="60"/>
        <source>Landweave: land-cover maps from time series</source>
        <translation>Landweave : cartes d'occupation du sol à partir de séries temporelles</translation>
    </message>
</context>
<context>
    <name>Models</name>
    <message>
        <location filename="../processing_provider/models.py" line="8"/>
        <source>Land-cover map, step by step</source>
        <translation>Carte d'occupation du sol, pas à pas</translation>
    </message>
</context>
<context>
    <name>Mosaic</name>
    <message>
        <location filename="../processing_provider/mapping/mosaic.py" line="18"/>
        <source>Join maps</source>
        <translation>Assembler des cartes</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/mosaic.py" line="21"/>
        <source>Joins maps of several tiles to one, pixel for pixel, without seams or shifts.</source>
        <translation>Assemble les cartes de plusieurs tuiles en une seule, pixel pour pixel, sans couture ni décalage.</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/mosaic.py" line="24"/>
        <source>Where maps overlap, the first in the list wins; where it has no data, the next. Maps of different zones are joined only when you choose the coordinate system of the result.</source>
        <translation>Où des cartes se recouvrent, la première de la liste l'emporte ; où elle n'a pas de donnée, la suivante. Des cartes de fuseaux différents ne sont assemblées que si vous choisissez le système de coordonnées du résultat.</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/mosaic.py" line="30"/>
        <source>mosaic,merge,join,tiles,rasters,zones</source>
        <translation>mosaïque,fusionner,assembler,tuiles,rasters,fuseaux</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/mosaic.py" line="33"/>
        <source>Maps</source>
        <translation>Cartes</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/mosaic.py" line="33"/>
        <source>Rasters of one pixel size and kind.</source>
        <translation>Rasters de même taille de pixel et de même nature.</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/mosaic.py" line="34"/>
        <source>Coordinate system of the result</source>
        <translation>Système de coordonnées du résultat</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/mosaic.py" line="34"/>
        <source>Needed when the maps lie in several zones. Empty: that of the maps.</source>
        <translation>Nécessaire quand les cartes se trouvent dans plusieurs fuseaux. Vide : celui des cartes.</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/mosaic.py" line="40"/>
        <source>Joined map</source>
        <translation>Carte assemblée</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/mosaic.py" line="40"/>
        <source>The raster to write (GeoTIFF).</source>
        <translation>Le raster à écrire (GeoTIFF).</translation>
    </message>
</context>
<context>
    <name>OptionsPage</name>
    <message>
        <location filename="../plugin/settings.py" line="25"/>
        <source>Landweave computes in a Python process of its own. Leave the field empty to let it look for one: the environment variable LANDWEAVE_PYTHON, the folder .venv of the plugin, then QGIS&apos;s own Python. &apos;Check the installation&apos; in the Landweave menu says which is taken and what it lacks.</source>
        <translation>Landweave calcule dans un processus Python à part. Laissez le champ vide pour qu'il en cherche un : la variable d'environnement LANDWEAVE_PYTHON, le dossier .venv de l'extension, puis le Python de QGIS. « Vérifier l'installation » dans le menu Landweave dit lequel est pris et ce qui lui manque.</translation>
    </message>
    <message>
        <location filename="../plugin/settings.py" line="35"/>
        <source>Python of the workers</source>
        <translation>Python des calculs</translation>
    </message>
</context>
<context>
    <name>PrepareReference</name>
    <message>
        <location filename="../processing_provider/samples/prepare_reference.py" line="22"/>
        <source>Prepare the reference polygons</source>
        <translation>Préparer les polygones de référence</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/prepare_reference.py" line="25"/>
        <source>Checks polygons of known land cover and cuts them by image tile and region.</source>
        <translation>Vérifie des polygones d'occupation du sol connue et les découpe par tuile d'images et par région.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/prepare_reference.py" line="28"/>
        <source>Broken geometries, overlaps of different classes, missing codes and classes with too few polygons are named in the log. The pieces keep the number of their polygon (polygon_id), so that a polygon never ends up both in the learning and in the validation set. Where tiles overlap, each place belongs to one.</source>
        <translation>Les géométries défectueuses, les recouvrements de classes différentes, les codes manquants et les classes à trop peu de polygones sont nommés dans le journal. Les morceaux gardent le numéro de leur polygone (polygon_id), pour qu'un polygone ne se retrouve jamais à la fois dans l'apprentissage et dans la validation. Où des tuiles se recouvrent, chaque lieu appartient à une seule.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/prepare_reference.py" line="35"/>
        <source>reference,training,ground truth,polygons,regions,tiles,overlap,check</source>
        <translation>référence,apprentissage,vérité terrain,polygones,régions,tuiles,recouvrement,vérifier</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/prepare_reference.py" line="38"/>
        <source>Reference polygons</source>
        <translation>Polygones de référence</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/prepare_reference.py" line="38"/>
        <source>Polygons whose land cover is known.</source>
        <translation>Polygones dont l'occupation du sol est connue.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/prepare_reference.py" line="44"/>
        <source>Column with the class code</source>
        <translation>Colonne du code de classe</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/prepare_reference.py" line="44"/>
        <source>Whole numbers from 1.</source>
        <translation>Nombres entiers à partir de 1.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/prepare_reference.py" line="53"/>
        <source>Prepared reference</source>
        <translation>Référence préparée</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/prepare_reference.py" line="53"/>
        <source>The GeoPackage to write: the class, polygon_id, region, tile, area_m2.</source>
        <translation>Le GeoPackage à écrire : la classe, polygon_id, region, tile, area_m2.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/prepare_reference.py" line="61"/>
        <source>Number of polygons</source>
        <translation>Nombre de polygones</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/prepare_reference.py" line="62"/>
        <source>Number of pieces</source>
        <translation>Nombre de morceaux</translation>
    </message>
</context>
<context>
    <name>ScanCatalogue</name>
    <message>
        <location filename="../processing_provider/time_series/scan_catalogue.py" line="22"/>
        <source>List the images of a folder</source>
        <translation>Lister les images d'un dossier</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/scan_catalogue.py" line="25"/>
        <source>Makes the catalogue of the satellite images below a folder, which the other steps read.</source>
        <translation>Fait le catalogue des images satellite d'un dossier, que lisent les autres étapes.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/scan_catalogue.py" line="28"/>
        <source>Recognised are Sentinel-2 L2A products of Theia (unpacked folders) and of ESA (SAFE folders or zip archives), Landsat Collection 2 Level 2, HLS 2.0, and your own series: one GeoTIFF of several bands a date, with the date in its name or in a table.

The catalogue is a GeoPackage: its layer of footprints opens in QGIS, and a table says what was left out and why. No image is copied or changed.</source>
        <translation>Sont reconnus les produits Sentinel-2 L2A de Theia (dossiers décompressés) et de l'ESA (dossiers SAFE ou archives zip), Landsat Collection 2 niveau 2, HLS 2.0, et vos propres séries : un GeoTIFF à plusieurs bandes par date, avec la date dans son nom ou dans un tableau.

Le catalogue est un GeoPackage : sa couche d'emprises s'ouvre dans QGIS, et une table dit ce qui a été écarté et pourquoi. Aucune image n'est copiée ni modifiée.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/scan_catalogue.py" line="37"/>
        <source>catalogue,images,products,Sentinel-2,Theia,MUSCATE,Sen2Cor,SAFE,Landsat,HLS,time series,dates,clouds,scan</source>
        <translation>catalogue,images,produits,Sentinel-2,Theia,MUSCATE,Sen2Cor,SAFE,Landsat,HLS,série temporelle,dates,nuages,lister</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/scan_catalogue.py" line="42"/>
        <source>Folder with images</source>
        <translation>Dossier d'images</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/scan_catalogue.py" line="42"/>
        <source>It is searched with all folders below it.</source>
        <translation>Il est parcouru avec tous ses sous-dossiers.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/scan_catalogue.py" line="43"/>
        <source>First date</source>
        <translation>Première date</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/scan_catalogue.py" line="43"/>
        <source>Earlier images are left out.</source>
        <translation>Les images antérieures sont écartées.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/scan_catalogue.py" line="44"/>
        <source>Last date</source>
        <translation>Dernière date</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/scan_catalogue.py" line="44"/>
        <source>Later images are left out.</source>
        <translation>Les images postérieures sont écartées.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/scan_catalogue.py" line="45"/>
        <source>Largest cloud cover (%)</source>
        <translation>Couverture nuageuse maximale (%)</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/scan_catalogue.py" line="45"/>
        <source>Images whose metadata tell of more clouds are left out. 100 keeps all.</source>
        <translation>Les images dont les métadonnées annoncent plus de nuages sont écartées. 100 les garde toutes.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/scan_catalogue.py" line="53"/>
        <source>Kinds of images</source>
        <translation>Types d'images</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/scan_catalogue.py" line="53"/>
        <source>Only these kinds are looked for. Empty: all kinds are detected.</source>
        <translation>Seuls ces types sont cherchés. Vide : tous les types sont détectés.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/scan_catalogue.py" line="61"/>
        <source>Table of dates</source>
        <translation>Tableau des dates</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/scan_catalogue.py" line="61"/>
        <source>For your own series when file names hold no date: a CSV with the columns file and date (YYYY-MM-DD), and if there are masks, mask.</source>
        <translation>Pour vos propres séries quand les noms de fichiers n'ont pas de date : un CSV avec les colonnes file et date (AAAA-MM-JJ) et, s'il y a des masques, mask.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/scan_catalogue.py" line="61"/>
        <source>Tables (*.csv)</source>
        <translation>Tableaux (*.csv)</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/scan_catalogue.py" line="72"/>
        <source>Factor that makes reflectance x 10000</source>
        <translation>Facteur qui donne la réflectance x 10000</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/scan_catalogue.py" line="72"/>
        <source>Values of your own series are multiplied by it. 0: automatic, 1 for whole numbers and 10000 for decimal numbers.</source>
        <translation>Les valeurs de vos propres séries sont multipliées par lui. 0 : automatique, 1 pour des nombres entiers et 10000 pour des nombres décimaux.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/scan_catalogue.py" line="83"/>
        <source>Catalogue</source>
        <translation>Catalogue</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/scan_catalogue.py" line="83"/>
        <source>The GeoPackage to write: layer products, table left_out.</source>
        <translation>Le GeoPackage à écrire : couche products, table left_out.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/scan_catalogue.py" line="98"/>
        <source>The first date ({start}) is after the last ({end}): exchange them.</source>
        <translation>La première date ({start}) est après la dernière ({end}) : échangez-les.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/scan_catalogue.py" line="91"/>
        <source>Number of images</source>
        <translation>Nombre d'images</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/scan_catalogue.py" line="92"/>
        <source>Number of tiles</source>
        <translation>Nombre de tuiles</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/scan_catalogue.py" line="93"/>
        <source>Number of images left out</source>
        <translation>Nombre d'images écartées</translation>
    </message>
</context>
<context>
    <name>SelectSamples</name>
    <message>
        <location filename="../processing_provider/samples/select_samples.py" line="32"/>
        <source>Select the sample pixels</source>
        <translation>Choisir les pixels d'échantillonnage</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/select_samples.py" line="35"/>
        <source>Chooses the pixels of the reference polygons that become samples, as points.</source>
        <translation>Choisit les pixels des polygones de référence qui deviennent des échantillons, sous forme de points.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/select_samples.py" line="38"/>
        <source>A pixel belongs to a polygon when its centre lies inside. The points keep the columns of their polygon and may be edited or deleted in QGIS before their values are read.</source>
        <translation>Un pixel appartient à un polygone quand son centre est à l'intérieur. Les points gardent les colonnes de leur polygone et peuvent être modifiés ou supprimés dans QGIS avant que leurs valeurs soient lues.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/select_samples.py" line="44"/>
        <source>samples,pixels,points,selection,random,balance,training</source>
        <translation>échantillons,pixels,points,sélection,aléatoire,équilibre,apprentissage</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/select_samples.py" line="47"/>
        <source>Prepared or split reference</source>
        <translation>Référence préparée ou partagée</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/select_samples.py" line="47"/>
        <source>Made by &apos;Prepare the reference polygons&apos; or &apos;Split into learning and validation&apos;.</source>
        <translation>Produite par « Préparer les polygones de référence » ou « Partager en apprentissage et validation ».</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/select_samples.py" line="53"/>
        <source>Which pixels</source>
        <translation>Quels pixels</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/select_samples.py" line="53"/>
        <source>maximum: at most so many of each class, region and side of the split. proportional: a share of each class. all: every pixel.</source>
        <translation>maximum : au plus tant par classe, région et côté du partage. proportional : une part de chaque classe. all : tous les pixels.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/select_samples.py" line="63"/>
        <source>Most pixels of a class (maximum)</source>
        <translation>Nombre maximal de pixels d'une classe (maximum)</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/select_samples.py" line="63"/>
        <source>Used by the strategy maximum.</source>
        <translation>Utilisé par la stratégie maximum.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/select_samples.py" line="70"/>
        <source>Share of the pixels in % (proportional)</source>
        <translation>Part des pixels en % (proportional)</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/select_samples.py" line="70"/>
        <source>Used by the strategy proportional.</source>
        <translation>Utilisée par la stratégie proportional.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/select_samples.py" line="85"/>
        <source>Sample points</source>
        <translation>Points d'échantillonnage</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/select_samples.py" line="85"/>
        <source>The GeoPackage to write: one point for each chosen pixel.</source>
        <translation>Le GeoPackage à écrire : un point par pixel choisi.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/select_samples.py" line="78"/>
        <source>Also pixels of the validation polygons</source>
        <translation>Aussi les pixels des polygones de validation</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/select_samples.py" line="78"/>
        <source>Not needed to make a map: its accuracy is measured on the polygons themselves.</source>
        <translation>Inutile pour faire une carte : son exactitude est mesurée sur les polygones mêmes.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/select_samples.py" line="93"/>
        <source>Number of samples</source>
        <translation>Nombre d'échantillons</translation>
    </message>
</context>
<context>
    <name>SplitReference</name>
    <message>
        <location filename="../processing_provider/samples/split_reference.py" line="21"/>
        <source>Split into learning and validation</source>
        <translation>Partager en apprentissage et validation</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/split_reference.py" line="24"/>
        <source>Divides the prepared reference into polygons to learn from and polygons to validate with.</source>
        <translation>Partage la référence préparée en polygones d'apprentissage et polygones de validation.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/split_reference.py" line="27"/>
        <source>Whole polygons are drawn, separately for each class and region: pixels of one polygon resemble each other, and a polygon on both sides would make the map look better than it is. Several runs give the accuracy an interval. The result has a column for each run (run_1, run_2, ...) with learn or validation.</source>
        <translation>Des polygones entiers sont tirés, séparément pour chaque classe et région : les pixels d'un polygone se ressemblent, et un polygone des deux côtés ferait paraître la carte meilleure qu'elle n'est. Plusieurs tirages donnent un intervalle à l'exactitude. Le résultat a une colonne par tirage (run_1, run_2, ...) avec learn ou validation.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/split_reference.py" line="34"/>
        <source>split,training,validation,random,stratified,runs,reference</source>
        <translation>partage,apprentissage,validation,aléatoire,stratifié,tirages,référence</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/split_reference.py" line="37"/>
        <source>Prepared reference</source>
        <translation>Référence préparée</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/split_reference.py" line="37"/>
        <source>Made by &apos;Prepare the reference polygons&apos;.</source>
        <translation>Produite par « Préparer les polygones de référence ».</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/split_reference.py" line="40"/>
        <source>Share to learn from</source>
        <translation>Part pour l'apprentissage</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/split_reference.py" line="40"/>
        <source>The rest validates. Each class keeps at least one polygon on both sides.</source>
        <translation>Le reste valide. Chaque classe garde au moins un polygone de chaque côté.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/split_reference.py" line="48"/>
        <source>Number of runs</source>
        <translation>Nombre de tirages</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/split_reference.py" line="48"/>
        <source>Independent random splits.</source>
        <translation>Partages aléatoires indépendants.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/split_reference.py" line="51"/>
        <source>What is kept together</source>
        <translation>Ce qui reste ensemble</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/split_reference.py" line="71"/>
        <source>Split reference</source>
        <translation>Référence partagée</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/split_reference.py" line="71"/>
        <source>The GeoPackage to write: the reference with a column for each run.</source>
        <translation>Le GeoPackage à écrire : la référence avec une colonne par tirage.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/split_reference.py" line="51"/>
        <source>polygon: all pixels of a polygon go to one side. block: all polygons of a square, for estimates that hold farther from the samples. tile, region: all of an image tile or of a region.</source>
        <translation>polygon : tous les pixels d'un polygone vont du même côté. block : tous les polygones d'un carré, pour des estimations qui valent plus loin des échantillons. tile, region : tout ce qui est dans une tuile d'images ou dans une région.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/split_reference.py" line="62"/>
        <source>Side of the squares in metres (block)</source>
        <translation>Côté des carrés en mètres (block)</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/split_reference.py" line="62"/>
        <source>Used by the method block. 0: a tenth of the area&apos;s side.</source>
        <translation>Utilisé par la méthode block. 0 : un dixième du côté de la zone.</translation>
    </message>
</context>
<context>
    <name>TrainClassifier</name>
    <message>
        <location filename="../processing_provider/learning/train_classifier.py" line="20"/>
        <source>Train a classifier</source>
        <translation>Entraîner un classifieur</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/train_classifier.py" line="23"/>
        <source>Learns to tell the classes from the features of the samples, one model for each region.</source>
        <translation>Apprend à distinguer les classes d'après les variables des échantillons, un modèle par région.</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/train_classifier.py" line="26"/>
        <source>The model file also keeps which bands and dates the features come from, so that the map is made from the same ones.</source>
        <translation>Le fichier du modèle retient aussi de quelles bandes et dates viennent les variables, pour que la carte soit faite à partir des mêmes.</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/train_classifier.py" line="32"/>
        <source>train,learn,classifier,random forest,SVM,model,machine learning,scikit-learn</source>
        <translation>entraîner,apprendre,classifieur,forêt aléatoire,SVM,modèle,apprentissage automatique,scikit-learn</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/train_classifier.py" line="35"/>
        <source>Samples</source>
        <translation>Échantillons</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/train_classifier.py" line="35"/>
        <source>Made by &apos;Read the values of the samples&apos; or &apos;Import samples from a table&apos;.</source>
        <translation>Produits par « Lire les valeurs des échantillons » ou « Importer des échantillons d'un tableau ».</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/train_classifier.py" line="41"/>
        <source>Column with the class</source>
        <translation>Colonne de la classe</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/train_classifier.py" line="41"/>
        <source>A column of the samples.</source>
        <translation>Une colonne des échantillons.</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/train_classifier.py" line="45"/>
        <source>Column with the region</source>
        <translation>Colonne de la région</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/train_classifier.py" line="54"/>
        <source>Run of the split</source>
        <translation>Tirage du partage</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/train_classifier.py" line="54"/>
        <source>Learn from the samples whose column run_1 (run_2, ...) says learn. 0: from all samples.</source>
        <translation>Apprend des échantillons dont la colonne run_1 (run_2, ...) dit learn. 0 : de tous les échantillons.</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/train_classifier.py" line="64"/>
        <source>Model</source>
        <translation>Modèle</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/train_classifier.py" line="64"/>
        <source>The model file to write.</source>
        <translation>Le fichier de modèle à écrire.</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/train_classifier.py" line="64"/>
        <source>Landweave models (*.lwm)</source>
        <translation>Modèles Landweave (*.lwm)</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/train_classifier.py" line="45"/>
        <source>Each of its values gets a model. Empty (in a shell REGION_FIELD=): one model for all.</source>
        <translation>Chacune de ses valeurs reçoit un modèle. Vide (REGION_FIELD= en ligne de commande) : un modèle pour tout.</translation>
    </message>
</context>
</TS>
