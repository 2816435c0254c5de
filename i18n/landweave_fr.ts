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
        <location filename="../processing_provider/checks.py" line="38"/>
        <source>{source} is given without {field}: choose the column as well.</source>
        <translation>{source} est donné sans {field} : choisissez aussi la colonne.</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="32"/>
        <source>Catalogue</source>
        <translation>Catalogue</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="32"/>
        <source>Made by &apos;List the images of a folder&apos;.</source>
        <translation>Produit par « Lister les images d'un dossier ».</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="44"/>
        <source>Regions</source>
        <translation>Régions</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="53"/>
        <source>Column with the region&apos;s name</source>
        <translation>Colonne du nom de la région</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="77"/>
        <source>Nomenclature</source>
        <translation>Nomenclature</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="77"/>
        <source>Names and colours of the classes: a CSV with the columns code, name, colour (#rrggbb), and if there are levels, parent; a QGIS style (.qml); or the colour and nomenclature files of iota2.</source>
        <translation>Noms et couleurs des classes : un CSV avec les colonnes code, name, colour (#rrggbb) et, s'il y a des niveaux, parent ; un style QGIS (.qml) ; ou les fichiers de couleurs et de nomenclature d'iota2.</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="77"/>
        <source>Nomenclatures (*.csv *.qml *.txt)</source>
        <translation>Nomenclatures (*.csv *.qml *.txt)</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="92"/>
        <source>Options of the time series</source>
        <translation>Options de la série temporelle</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="92"/>
        <source>A JSON file: bands, target dates, filling, indices. Empty: all reflective bands, clouds filled linearly every 10 days, NDVI, NDWI and brightness.</source>
        <translation>Un fichier JSON : bandes, dates cibles, comblement, indices. Vide : toutes les bandes réflectives, nuages comblés linéairement tous les 10 jours, NDVI, NDWI et brillance.</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="92"/>
        <source>JSON files (*.json)</source>
        <translation>Fichiers JSON (*.json)</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="124"/>
        <source>Classifier</source>
        <translation>Classifieur</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="127"/>
        <source>Options of the classifier</source>
        <translation>Options du classifieur</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="199"/>
        <source>JSON text with options of scikit-learn, for example {&quot;n_estimators&quot;: 200}.</source>
        <translation>Texte JSON avec des options de scikit-learn, par exemple {&quot;n_estimators&quot;: 200}.</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="156"/>
        <source>Give rare classes more weight</source>
        <translation>Donner plus de poids aux classes rares</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="156"/>
        <source>Weighs each class inversely to its number of samples, where the classifier can.</source>
        <translation>Pondère chaque classe à l'inverse de son nombre d'échantillons, quand le classifieur le permet.</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="266"/>
        <source>Seed</source>
        <translation>Graine</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="266"/>
        <source>Start of the random numbers: the same seed gives the same result.</source>
        <translation>Départ des nombres aléatoires : la même graine donne le même résultat.</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="278"/>
        <source>Part of the area</source>
        <translation>Partie de la zone</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="278"/>
        <source>Only this rectangle is mapped. Empty: everything.</source>
        <translation>Seul ce rectangle est cartographié. Vide : tout.</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="284"/>
        <source>Mask</source>
        <translation>Masque</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="284"/>
        <source>A raster (0 is left out) or polygons (outside is left out).</source>
        <translation>Un raster (0 est écarté) ou des polygones (l'extérieur est écarté).</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="290"/>
        <source>Coordinate system of the result</source>
        <translation>Système de coordonnées du résultat</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="290"/>
        <source>Needed when the images lie in several zones. Empty: that of the images.</source>
        <translation>Nécessaire quand les images se trouvent dans plusieurs fuseaux. Vide : celui des images.</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="333"/>
        <source>Number of processes</source>
        <translation>Nombre de processus</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="333"/>
        <source>How many processes work at once. 0: one for each processor core.</source>
        <translation>Combien de processus travaillent à la fois. 0 : un par cœur du processeur.</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="341"/>
        <source>Memory (MiB)</source>
        <translation>Mémoire (Mio)</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="341"/>
        <source>What all processes together may use; it decides how large the blocks are. 0: automatic.</source>
        <translation>Ce que tous les processus ensemble peuvent utiliser ; cela décide de la taille des blocs. 0 : automatique.</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning_parameters.py" line="72"/>
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
        <location filename="../processing_provider/interpreter.py" line="118"/>
        <source>it does not answer as a Python does</source>
        <translation>il ne répond pas comme le ferait un Python</translation>
    </message>
    <message>
        <location filename="../processing_provider/interpreter.py" line="194"/>
        <source>named by {variable}</source>
        <translation>désigné par {variable}</translation>
    </message>
    <message>
        <location filename="../processing_provider/interpreter.py" line="197"/>
        <source>chosen in the settings of Landweave</source>
        <translation>choisi dans les réglages de Landweave</translation>
    </message>
    <message>
        <location filename="../processing_provider/interpreter.py" line="221"/>
        <source>cannot be run: {error}</source>
        <translation>ne peut être exécuté : {error}</translation>
    </message>
    <message>
        <location filename="../processing_provider/interpreter.py" line="224"/>
        <source>lacks {packages}</source>
        <translation>n'a pas {packages}</translation>
    </message>
    <message>
        <location filename="../processing_provider/interpreter.py" line="261"/>
        <source>No Python on this computer can run Landweave&apos;s workers.</source>
        <translation>Aucun Python de cet ordinateur ne peut exécuter les calculs de Landweave.</translation>
    </message>
    <message>
        <location filename="../processing_provider/interpreter.py" line="264"/>
        <source>Install what is missing: {command}</source>
        <translation>Installez ce qui manque : {command}</translation>
    </message>
    <message>
        <location filename="../processing_provider/interpreter.py" line="265"/>
        <source>Or name another Python that has GDAL (osgeo) in the settings of Landweave or in {variable}.</source>
        <translation>Ou désignez un autre Python qui possède GDAL (osgeo), dans les réglages de Landweave ou dans {variable}.</translation>
    </message>
    <message>
        <location filename="../processing_provider/interpreter.py" line="284"/>
        <source>it did not answer within {seconds} s</source>
        <translation>il n'a pas répondu en {seconds} s</translation>
    </message>
    <message>
        <location filename="../processing_provider/runner.py" line="314"/>
        <source>Cancelled.</source>
        <translation>Annulé.</translation>
    </message>
    <message>
        <location filename="../processing_provider/runner.py" line="282"/>
        <source>The worker process was killed by the system (SIGKILL), most likely for want of memory.</source>
        <translation>Le processus de calcul a été arrêté par le système (SIGKILL), très probablement par manque de mémoire.</translation>
    </message>
    <message>
        <location filename="../processing_provider/runner.py" line="283"/>
        <source>Set WORKERS to 1 or MEMORY_MIB to less, close other programs, and run again.</source>
        <translation>Mettez WORKERS à 1 ou diminuez MEMORY_MIB, fermez d'autres programmes, puis relancez.</translation>
    </message>
    <message>
        <location filename="../processing_provider/runner.py" line="286"/>
        <source>The worker process ended without a result (exit code or signal: {how}).</source>
        <translation>Le processus de calcul s'est terminé sans résultat (code de sortie ou signal : {how}).</translation>
    </message>
    <message>
        <location filename="../processing_provider/runner.py" line="287"/>
        <source>Run again; if it happens once more, please report it with the log.</source>
        <translation>Relancez ; si cela se reproduit, signalez-le en joignant le journal.</translation>
    </message>
    <message>
        <location filename="../processing_provider/runner.py" line="290"/>
        <source>Its last message was: {message}</source>
        <translation>Son dernier message était : {message}</translation>
    </message>
    <message>
        <location filename="../processing_provider/runner.py" line="292"/>
        <source>Its last line of errors was: {message}</source>
        <translation>Sa dernière ligne d'erreur était : {message}</translation>
    </message>
    <message>
        <location filename="../processing_provider/sources.py" line="58"/>
        <source>{name}: &apos;{value}&apos; could not be opened. Choose a layer of the project or an existing file.</source>
        <translation>{name} : « {value} » n'a pas pu être ouvert. Choisissez une couche du projet ou un fichier existant.</translation>
    </message>
    <message>
        <location filename="../processing_provider/sources.py" line="113"/>
        <source>{name}: the layer &apos;{layer}&apos; is not a file. Export it to a GeoPackage or GeoTIFF and choose that.</source>
        <translation>{name} : la couche « {layer} » n'est pas un fichier. Exportez-la en GeoPackage ou GeoTIFF et choisissez celui-ci.</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="326"/>
        <source>Overall accuracy</source>
        <translation>Exactitude globale</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="327"/>
        <source>Kappa</source>
        <translation>Kappa</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="328"/>
        <source>Mean F-score of the classes</source>
        <translation>F-score moyen des classes</translation>
    </message>
    <message>
        <location filename="../processing_provider/sources.py" line="141"/>
        <source>{name}: the layer &apos;{layer}&apos; has edits that are not saved. Save them first.</source>
        <translation>{name} : la couche « {layer} » a des modifications non enregistrées. Enregistrez-les d'abord.</translation>
    </message>
    <message>
        <location filename="../processing_provider/sources.py" line="143"/>
        <source>{name}: the layer &apos;{layer}&apos; has a filter, but its file is read whole. Remove the filter.</source>
        <translation>{name} : la couche « {layer} » a un filtre, mais son fichier est lu en entier. Retirez le filtre.</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="373"/>
        <source>Where the results, the log and the state of the run are kept. Started again with the same parameters and the same folder, an unfinished run goes on where it stopped. Left as it is: a folder beside the reference polygons, called after them.</source>
        <translation>Où sont gardés les résultats, le journal et l'état de l'exécution. Relancée avec les mêmes paramètres et le même dossier, une exécution inachevée reprend où elle s'était arrêtée. Laissé tel quel : un dossier à côté des polygones de référence, nommé d'après eux.</translation>
    </message>
    <message>
        <location filename="../processing_provider/runner.py" line="256"/>
        <source>Started again with the same parameters and run folder, it goes on where it stopped.</source>
        <translation>Relancée avec les mêmes paramètres et le même dossier d'exécution, l'exécution reprend où elle s'est arrêtée.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/chain.py" line="32"/>
        <source>Folder with images (or a catalogue)</source>
        <translation>Dossier d'images (ou un catalogue)</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/chain.py" line="32"/>
        <source>Searched with all folders below it. Leave it empty if you give a catalogue of it, under Advanced.</source>
        <translation>Parcouru avec tous ses sous-dossiers. Laissez ce champ vide si vous en donnez un catalogue, dans les paramètres avancés.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/chain.py" line="41"/>
        <source>Go on without damaged images</source>
        <translation>Continuer sans les images endommagées</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/chain.py" line="41"/>
        <source>Else the chain stops before the work starts when an image is cut or lacks a file.</source>
        <translation>Sinon la chaîne s'arrête avant de commencer quand une image est tronquée ou qu'il lui manque un fichier.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/chain.py" line="51"/>
        <source>No images: give INPUT, a folder with images, or CATALOGUE, the catalogue made of one.</source>
        <translation>Pas d'images : donnez INPUT, un dossier d'images, ou CATALOGUE, le catalogue qui en a été fait.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/chain.py" line="53"/>
        <source>Both INPUT and CATALOGUE are given: leave one empty.</source>
        <translation>INPUT et CATALOGUE sont donnés tous les deux : laissez l'un des deux vide.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/chain.py" line="77"/>
        <source>The results are in a temporary folder, which QGIS removes: choose a run folder to keep them.</source>
        <translation>Les résultats sont dans un dossier temporaire, que QGIS supprime : choisissez un dossier d'exécution pour les garder.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/chain.py" line="80"/>
        <source>Run folder: {folder}</source>
        <translation>Dossier de l'exécution : {folder}</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="300"/>
        <source>Add the dates as layers</source>
        <translation>Ajouter les dates comme couches</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="300"/>
        <source>In QGIS, each date becomes a layer of its own with its period, so that the temporal controller (the clock in the tool bar) plays the year. The layers hold no pixels: they show those of the result.</source>
        <translation>Dans QGIS, chaque date devient une couche avec sa période, si bien que le contrôleur temporel (l'horloge de la barre d'outils) fait défiler l'année. Ces couches ne contiennent pas de pixels : elles montrent ceux du résultat.</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="314"/>
        <source>Tiles</source>
        <translation>Tuiles</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="314"/>
        <source>Only these, parted by commas. Empty: all.</source>
        <translation>Seulement celles-ci, séparées par des virgules. Vide : toutes.</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="351"/>
        <source>Cache of decoded images</source>
        <translation>Cache d'images décodées</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="351"/>
        <source>A folder, made when it is not there, where images in JPEG 2000 are kept decoded for this and later runs: they are read many times as fast then. It changes no result. Empty: none.</source>
        <translation>Un dossier, créé s'il n'existe pas, où les images JPEG 2000 sont gardées décodées pour cette exécution et les suivantes : elles se lisent alors beaucoup plus vite. Aucun résultat n'en est changé. Vide : pas de cache.</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="361"/>
        <source>Size of the cache (GiB)</source>
        <translation>Taille du cache (Gio)</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="361"/>
        <source>What the cache may take on the disk; what was not used for longest goes first.</source>
        <translation>Place que le cache peut prendre sur le disque ; ce qui n'a pas servi depuis le plus longtemps en sort d'abord.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/series_raster.py" line="52"/>
        <source>GeoTIFF with a band for each feature; -32768 is no data.</source>
        <translation>GeoTIFF avec une bande par variable ; -32768 veut dire sans donnée.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/series_raster.py" line="55"/>
        <source>Number of bands</source>
        <translation>Nombre de bandes</translation>
    </message>
    <message>
        <location filename="../processing_provider/checks.py" line="31"/>
        <source>The first date ({start}) is after the last ({end}): exchange them.</source>
        <translation>La première date ({start}) est après la dernière ({end}) : échangez-les.</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="319"/>
        <source>Page</source>
        <translation>Page</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="319"/>
        <source>The page to write.</source>
        <translation>La page à écrire.</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="319"/>
        <source>HTML files (*.html)</source>
        <translation>Fichiers HTML (*.html)</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/chain_parameters.py" line="16"/>
        <source>Number of runs</source>
        <translation>Nombre de tirages</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/chain_parameters.py" line="16"/>
        <source>Independent random splits: several show how much the accuracy depends on the split.</source>
        <translation>Partages aléatoires indépendants : plusieurs montrent combien l'exactitude dépend du partage.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/chain_parameters.py" line="25"/>
        <source>Share of the polygons to learn from</source>
        <translation>Part des polygones pour l'apprentissage</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/chain_parameters.py" line="25"/>
        <source>The rest validates.</source>
        <translation>Le reste valide.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/chain_parameters.py" line="58"/>
        <source>Share of the polygons held back from all runs</source>
        <translation>Part des polygones mis de côté pour tous les tirages</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/chain_parameters.py" line="58"/>
        <source>They validate the map that is fused from all runs; 0.1 is usual. Only useful with FUSION.</source>
        <translation>Ils valident la carte fusionnée de tous les tirages ; 0.1 est usuel. Utile seulement avec FUSION.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/chain_parameters.py" line="71"/>
        <source>Largest number of samples of a class</source>
        <translation>Nombre maximal d'échantillons d'une classe</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/chain_parameters.py" line="71"/>
        <source>In each region and on each side of the split. 0: all pixels of the polygons.</source>
        <translation>Dans chaque région et de chaque côté du partage. 0 : tous les pixels des polygones.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/chain_parameters.py" line="79"/>
        <source>Sampling plan</source>
        <translation>Plan d'échantillonnage</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/chain_parameters.py" line="79"/>
        <source>A table that says how many samples of each region and class, made by &apos;Make a sampling plan&apos; and edited.</source>
        <translation>Un tableau qui donne le nombre d'échantillons de chaque région et classe, produit par « Faire un plan d'échantillonnage » puis modifié.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/chain_parameters.py" line="96"/>
        <source>CSV files (*.csv)</source>
        <translation>Fichiers CSV (*.csv)</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/chain_parameters.py" line="88"/>
        <source>Fewest clear acquisitions of a sample</source>
        <translation>Nombre minimal d'acquisitions claires d'un échantillon</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/chain_parameters.py" line="88"/>
        <source>Pixels that were seen without clouds less often are not learnt from.</source>
        <translation>Les pixels vus moins souvent sans nuages ne servent pas à l'apprentissage.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/chain_parameters.py" line="96"/>
        <source>Samples from other regions</source>
        <translation>Échantillons d'autres régions</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/chain_parameters.py" line="96"/>
        <source>A CSV with the columns from, to, class, count: samples that a region takes from another one.</source>
        <translation>Un CSV avec les colonnes from, to, class, count : les échantillons qu'une région prend dans une autre.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/chain_parameters.py" line="110"/>
        <source>Samples of an earlier year</source>
        <translation>Échantillons d'une année antérieure</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/chain_parameters.py" line="110"/>
        <source>For annual crops, which nobody has seen yet this year: the samples of last year&apos;s run (steps/samples.gpkg of its run folder). The classes below are learnt from them.</source>
        <translation>Pour les cultures annuelles, que personne n'a encore observées cette année : les échantillons de l'exécution de l'année précédente (steps/samples.gpkg de son dossier d'exécution). Les classes ci-dessous en sont apprises.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/chain_parameters.py" line="121"/>
        <source>Classes of the earlier year</source>
        <translation>Classes de l'année antérieure</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/chain_parameters.py" line="121"/>
        <source>Codes of the annual crops, parted by commas.</source>
        <translation>Codes des cultures annuelles, séparés par des virgules.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/chain_parameters.py" line="131"/>
        <source>More samples of rare classes</source>
        <translation>Plus d'échantillons des classes rares</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/chain_parameters.py" line="131"/>
        <source>For learning only. replicate: samples are repeated. jitter: repeated with a little noise. smote: new ones between neighbours of a class.</source>
        <translation>Pour l'apprentissage seulement. replicate : les échantillons sont répétés. jitter : répétés avec un peu de bruit. smote : de nouveaux échantillons entre voisins d'une même classe.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/chain_parameters.py" line="142"/>
        <source>Samples of a class with these</source>
        <translation>Échantillons d'une classe après ajout</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/chain_parameters.py" line="142"/>
        <source>Classes with fewer are brought to this number. 0: to that of the largest class of their region.</source>
        <translation>Les classes qui en ont moins sont portées à ce nombre. 0 : à celui de la plus grande classe de leur région.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/chain_parameters.py" line="154"/>
        <source>Search the best options of the classifier</source>
        <translation>Chercher les meilleures options du classifieur</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/chain_parameters.py" line="154"/>
        <source>By cross-validation that keeps polygons whole, before learning. Takes many times as long as learning.</source>
        <translation>Par une validation croisée qui garde les polygones entiers, avant l'apprentissage. Prend plusieurs fois le temps de l'apprentissage.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/chain_parameters.py" line="160"/>
        <source>Tell where the model may be trusted</source>
        <translation>Dire où le modèle est digne de confiance</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/chain_parameters.py" line="160"/>
        <source>Needed by the number of possible classes and the area of applicability; on if one of them is asked for.</source>
        <translation>Nécessaire au nombre de classes possibles et au domaine d'applicabilité ; activé si l'un des deux est demandé.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/chain_parameters.py" line="174"/>
        <source>Second series (radar)</source>
        <translation>Seconde série (radar)</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/chain_parameters.py" line="174"/>
        <source>Options of a second time series, for example of Sentinel-1. A model of its own is learnt from it, and its map fused with the first one&apos;s: each is believed class by class as far as the validation says (MASS).</source>
        <translation>Options d'une seconde série temporelle, par exemple de Sentinel-1. Un modèle propre en est appris, et sa carte est fusionnée avec celle de la première : chacune est crue, classe par classe, autant que le dit la validation (MASS).</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/chain_parameters.py" line="185"/>
        <source>Rounds of auto-context</source>
        <translation>Itérations d'auto-contexte</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/chain_parameters.py" line="185"/>
        <source>In each round the shares of the classes in the surroundings of a pixel become features of it: for classes that differ by their pattern, such as orchards or suburbs. 3 is usual; each takes as long as a map.</source>
        <translation>À chaque itération, les parts des classes aux alentours d'un pixel deviennent des variables de celui-ci : pour les classes qui diffèrent par leur agencement, comme les vergers ou les zones pavillonnaires. 3 est usuel ; chacune prend autant de temps qu'une carte.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/chain_parameters.py" line="197"/>
        <source>Size of the surroundings (pixels)</source>
        <translation>Taille des alentours (pixels)</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/chain_parameters.py" line="197"/>
        <source>Of the segments that auto-context looks at.</source>
        <translation>Des segments qu'examine l'auto-contexte.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/chain_parameters.py" line="205"/>
        <source>Smoothing</source>
        <translation>Lissage</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/chain_parameters.py" line="205"/>
        <source>What neighbours have to say in a pixel&apos;s class. bayes: where a pixel is unsure and its surroundings are not, they decide. majority: the commonest class around. gaussian: probabilities are blurred.</source>
        <translation>Ce que les voisins apportent à la classe d'un pixel. bayes : là où un pixel est incertain et ses alentours ne le sont pas, ceux-ci décident. majority : la classe la plus fréquente alentour. gaussian : les probabilités sont floutées.</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="44"/>
        <source>Polygons of regions (climate, relief) that get a model each, or a raster of their numbers (0: none). Empty: one model for all.</source>
        <translation>Polygones des régions (climat, relief) qui reçoivent chacune leur modèle, ou raster de leurs numéros (0 : aucune). Vide : un seul modèle pour tout.</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="53"/>
        <source>A column of the regions, where they are polygons.</source>
        <translation>Une colonne des régions, si ce sont des polygones.</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="65"/>
        <source>Column with the region&apos;s priority</source>
        <translation>Colonne de la priorité de la région</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="65"/>
        <source>A number: where regions overlap, the higher one holds. Empty: the first one.</source>
        <translation>Un nombre : où des régions se recouvrent, la plus élevée l'emporte. Vide : la première.</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="146"/>
        <source>random_forest: 100 trees, a good start. extra_trees: similar, faster. svm: support vectors, good with few samples. boosting and lightgbm: gradient boosting (lightgbm is a package to install). mlp: a neural network. knn: nearest neighbours. lda, logistic, ridge, linear_svm, sgd: linear, simple and fast. qda, gaussian_nb, nearest_centroid, decision_tree: classics to compare with.</source>
        <translation>random_forest : 100 arbres, un bon début. extra_trees : semblable, plus rapide. svm : vecteurs de support, bon avec peu d'échantillons. boosting et lightgbm : gradient boosting (lightgbm est un paquet à installer). mlp : un réseau de neurones. knn : plus proches voisins. lda, logistic, ridge, linear_svm, sgd : linéaires, simples et rapides. qda, gaussian_nb, nearest_centroid, decision_tree : des classiques pour comparer.</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="163"/>
        <source>Weights of classes</source>
        <translation>Poids des classes</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="163"/>
        <source>JSON text with a weight by class code, for example {&quot;11&quot;: 2, &quot;31&quot;: 0.5}. Classes that are not there: 1.</source>
        <translation>Texte JSON avec un poids par code de classe, par exemple {&quot;11&quot;: 2, &quot;31&quot;: 0.5}. Classes absentes : 1.</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="172"/>
        <source>Calibration of the probabilities</source>
        <translation>Calibration des probabilités</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="172"/>
        <source>Makes probabilities true on polygons that are held out: of the pixels with 0.8, 80 % are then right. temperature: by one number, the classes stay as they are. isotonic: by a curve for each class, needs more samples.</source>
        <translation>Rend les probabilités justes sur des polygones mis de côté : parmi les pixels à 0.8, 80 % sont alors corrects. temperature : par un seul nombre, les classes restent telles quelles. isotonic : par une courbe pour chaque classe, demande plus d'échantillons.</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="188"/>
        <source>Learner</source>
        <translation>Méthode de régression</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="188"/>
        <source>random_forest: 100 trees, a good start. extra_trees: similar, smoother. boosting and lightgbm: gradient boosting (lightgbm is a package to install). svm: support vectors, good with few samples. mlp: a neural network. knn: nearest neighbours. ridge, linear: straight lines.</source>
        <translation>random_forest : 100 arbres, un bon début. extra_trees : semblable, plus lisse. boosting et lightgbm : gradient boosting (lightgbm est un paquet à installer). svm : vecteurs de support, bon avec peu d'échantillons. mlp : un réseau de neurones. knn : plus proches voisins. ridge, linear : des droites.</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="199"/>
        <source>Options of the learner</source>
        <translation>Options de la méthode de régression</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="209"/>
        <source>Column with the region</source>
        <translation>Colonne de la région</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="209"/>
        <source>Each of its values gets a model. Empty (in a shell REGION_FIELD=): one model for all.</source>
        <translation>Chacune de ses valeurs reçoit un modèle. Vide (REGION_FIELD= en ligne de commande) : un modèle pour tout.</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="222"/>
        <source>Share of the variation explained (r2)</source>
        <translation>Part de la variation expliquée (r2)</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="223"/>
        <source>Root mean square error</source>
        <translation>Racine de l'erreur quadratique moyenne</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="224"/>
        <source>Mean absolute error</source>
        <translation>Erreur absolue moyenne</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="225"/>
        <source>Bias</source>
        <translation>Biais</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="236"/>
        <source>Column with the group</source>
        <translation>Colonne du groupe</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="236"/>
        <source>Samples with the same value stay together, and those of a polygon in any case.</source>
        <translation>Les échantillons de même valeur restent ensemble, et ceux d'un même polygone dans tous les cas.</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="245"/>
        <source>Number of parts</source>
        <translation>Nombre de parties</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="245"/>
        <source>Each is scored once, by what was learnt from the others.</source>
        <translation>Chacune est évaluée une fois, par ce qui a été appris des autres.</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="251"/>
        <source>Shares of the classes in the area</source>
        <translation>Parts des classes dans la zone</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="251"/>
        <source>Samples rarely have the shares that classes have on the ground. With a table (code,share) or a first map, probabilities and classes are corrected for the real shares. Empty: no correction.</source>
        <translation>Les échantillons ont rarement les parts qu'ont les classes sur le terrain. Avec un tableau (code,share) ou une première carte, les probabilités et les classes sont corrigées selon les parts réelles. Vide : pas de correction.</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="251"/>
        <source>Shares or maps (*.csv *.tif *.vrt);;All files (*)</source>
        <translation>Parts ou cartes (*.csv *.tif *.vrt);;Tous les fichiers (*)</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning_parameters.py" line="18"/>
        <source>Samples</source>
        <translation>Échantillons</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning_parameters.py" line="18"/>
        <source>Made by &apos;Read the values of the samples&apos; or &apos;Import samples from a table&apos;.</source>
        <translation>Produits par « Lire les valeurs des échantillons » ou « Importer des échantillons d'un tableau ».</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning_parameters.py" line="29"/>
        <source>Column with the class</source>
        <translation>Colonne de la classe</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning_parameters.py" line="29"/>
        <source>A column of the samples.</source>
        <translation>Une colonne des échantillons.</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning_parameters.py" line="34"/>
        <source>Run of the split</source>
        <translation>Tirage du partage</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning_parameters.py" line="34"/>
        <source>Learn from the samples whose column run_1 (run_2, ...) says learn. 0: from all samples.</source>
        <translation>Apprend des échantillons dont la colonne run_1 (run_2, ...) dit learn. 0 : de tous les échantillons.</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning_parameters.py" line="46"/>
        <source>What is judged by</source>
        <translation>Critère d'évaluation</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning_parameters.py" line="46"/>
        <source>macro_f1: mean F-score, every class counts alike. overall_accuracy: share of samples that are right. kappa: agreement beyond chance.</source>
        <translation>macro_f1 : F-score moyen, chaque classe compte autant. overall_accuracy : part des échantillons corrects. kappa : accord au-delà du hasard.</translation>
    </message>
    <message>
        <location filename="../processing_provider/map_parameters.py" line="15"/>
        <source>File of your own features</source>
        <translation>Fichier de vos propres variables</translation>
    </message>
    <message>
        <location filename="../processing_provider/map_parameters.py" line="15"/>
        <source>Where the Python file lies now that the model&apos;s features come from, if it was moved.</source>
        <translation>Où se trouve maintenant le fichier Python dont viennent les variables du modèle, s'il a été déplacé.</translation>
    </message>
    <message>
        <location filename="../processing_provider/map_parameters.py" line="27"/>
        <source>Python files (*.py)</source>
        <translation>Fichiers Python (*.py)</translation>
    </message>
    <message>
        <location filename="../processing_provider/map_parameters.py" line="39"/>
        <source>Clear acquisitions</source>
        <translation>Acquisitions claires</translation>
    </message>
    <message>
        <location filename="../processing_provider/map_parameters.py" line="39"/>
        <source>How many images show each pixel without cloud (GeoTIFF).</source>
        <translation>Combien d'images montrent chaque pixel sans nuage (GeoTIFF).</translation>
    </message>
    <message>
        <location filename="../processing_provider/map_parameters.py" line="49"/>
        <source>Soft borders (m)</source>
        <translation>Frontières adoucies (m)</translation>
    </message>
    <message>
        <location filename="../processing_provider/map_parameters.py" line="49"/>
        <source>So far on each side of the border between two regions their models are blended, by distance: no line is seen in the map. 0: each place has the model of its own region only.</source>
        <translation>Jusqu'à cette distance de chaque côté de la frontière entre deux régions, leurs modèles sont mélangés selon la distance : aucune ligne ne se voit sur la carte. 0 : chaque lieu n'a que le modèle de sa propre région.</translation>
    </message>
    <message>
        <location filename="../processing_provider/map_parameters.py" line="65"/>
        <source>Fusion</source>
        <translation>Fusion</translation>
    </message>
    <message>
        <location filename="../processing_provider/map_parameters.py" line="65"/>
        <source>mean: the mean of the probabilities, good in most cases. product: their product, where the errors are independent. majority: one vote each. weighted: votes count as much as the report of each says. dempster_shafer: votes are believed as far as the reports say, by the rule of Dempster and Shafer. Votes may be tied: the class is undecided then.</source>
        <translation>mean : la moyenne des probabilités, bonne dans la plupart des cas. product : leur produit, quand les erreurs sont indépendantes. majority : une voix chacun. weighted : les voix comptent autant que le dit le rapport de chacun. dempster_shafer : les voix sont crues autant que le disent les rapports, selon la règle de Dempster et Shafer. Les voix peuvent être à égalité : la classe est alors indécise.</translation>
    </message>
    <message>
        <location filename="../processing_provider/map_parameters.py" line="82"/>
        <source>Belief</source>
        <translation>Croyance</translation>
    </message>
    <message>
        <location filename="../processing_provider/map_parameters.py" line="82"/>
        <source>Which figure of a report says how far a vote is believed, for weighted and dempster_shafer: precision and recall differ by class, accuracy and kappa are one for all.</source>
        <translation>Quel chiffre d'un rapport dit à quel point une voix est crue, pour weighted et dempster_shafer : precision et recall diffèrent selon la classe, accuracy et kappa sont les mêmes pour toutes.</translation>
    </message>
    <message>
        <location filename="../processing_provider/map_parameters.py" line="97"/>
        <source>Code of undecided pixels</source>
        <translation>Code des pixels indécis</translation>
    </message>
    <message>
        <location filename="../processing_provider/map_parameters.py" line="97"/>
        <source>Stands in the map where votes are tied.</source>
        <translation>Figure dans la carte là où les voix sont à égalité.</translation>
    </message>
    <message>
        <location filename="../processing_provider/map_parameters.py" line="110"/>
        <source>Margin</source>
        <translation>Marge</translation>
    </message>
    <message>
        <location filename="../processing_provider/map_parameters.py" line="110"/>
        <source>By how much the likeliest class is likelier than the second, 0 to 100.</source>
        <translation>De combien la classe la plus probable l'est plus que la deuxième, de 0 à 100.</translation>
    </message>
    <message>
        <location filename="../processing_provider/map_parameters.py" line="110"/>
        <source>Entropy</source>
        <translation>Entropie</translation>
    </message>
    <message>
        <location filename="../processing_provider/map_parameters.py" line="110"/>
        <source>How evenly the probability is spread over the classes, 0 (sure) to 100 (no idea).</source>
        <translation>À quel point la probabilité est répartie également entre les classes, de 0 (sûr) à 100 (aucune idée).</translation>
    </message>
    <message>
        <location filename="../processing_provider/map_parameters.py" line="110"/>
        <source>Number of possible classes</source>
        <translation>Nombre de classes possibles</translation>
    </message>
    <message>
        <location filename="../processing_provider/map_parameters.py" line="110"/>
        <source>How many classes cannot be ruled out if the right one shall be among them in 9 of 10 places (conformal prediction). 1: sure. Needs a model trained with TRUST.</source>
        <translation>Combien de classes ne peuvent être exclues si la bonne doit être parmi elles en 9 lieux sur 10 (prédiction conforme). 1 : sûr. Demande un modèle entraîné avec TRUST.</translation>
    </message>
    <message>
        <location filename="../processing_provider/map_parameters.py" line="110"/>
        <source>Area of applicability</source>
        <translation>Domaine d'applicabilité</translation>
    </message>
    <message>
        <location filename="../processing_provider/map_parameters.py" line="110"/>
        <source>1 where the images look like the samples, 0 where they are unlike all that the model has seen, so that its answer is a guess. Needs a model trained with TRUST.</source>
        <translation>1 où les images ressemblent aux échantillons, 0 où elles ne ressemblent à rien de ce que le modèle a vu, si bien que sa réponse est une supposition. Demande un modèle entraîné avec TRUST.</translation>
    </message>
    <message>
        <location filename="../processing_provider/reference_parameters.py" line="25"/>
        <source>Reference polygons or points</source>
        <translation>Polygones ou points de référence</translation>
    </message>
    <message>
        <location filename="../processing_provider/reference_parameters.py" line="25"/>
        <source>Places whose land cover is known. Of a point, the pixel that it lies in is learnt from.</source>
        <translation>Lieux dont l'occupation du sol est connue. D'un point, c'est le pixel où il se trouve qui sert à l'apprentissage.</translation>
    </message>
    <message>
        <location filename="../processing_provider/reference_parameters.py" line="32"/>
        <source>Column with the class code</source>
        <translation>Colonne du code de classe</translation>
    </message>
    <message>
        <location filename="../processing_provider/reference_parameters.py" line="32"/>
        <source>Whole numbers from 1, or texts if there is a table of new class codes.</source>
        <translation>Nombres entiers à partir de 1, ou textes s'il y a un tableau de nouveaux codes de classes.</translation>
    </message>
    <message>
        <location filename="../processing_provider/reference_parameters.py" line="39"/>
        <source>Reference raster</source>
        <translation>Raster de référence</translation>
    </message>
    <message>
        <location filename="../processing_provider/reference_parameters.py" line="39"/>
        <source>Instead of polygons: a raster of class codes; 0 and no data: not known. Patches of a class are polygons.</source>
        <translation>À la place de polygones : un raster de codes de classes ; 0 et sans donnée : inconnu. Les taches d'une classe tiennent lieu de polygones.</translation>
    </message>
    <message>
        <location filename="../processing_provider/reference_parameters.py" line="59"/>
        <source>REFERENCE and REFERENCE_RASTER are both given: leave one empty.</source>
        <translation>REFERENCE et REFERENCE_RASTER sont donnés tous les deux : laissez l'un des deux vide.</translation>
    </message>
    <message>
        <location filename="../processing_provider/reference_parameters.py" line="61"/>
        <source>There is no reference: give REFERENCE (polygons or points) or REFERENCE_RASTER.</source>
        <translation>Il n'y a pas de référence : donnez REFERENCE (polygones ou points) ou REFERENCE_RASTER.</translation>
    </message>
    <message>
        <location filename="../processing_provider/reference_parameters.py" line="89"/>
        <source>Mend polygons that are not valid</source>
        <translation>Réparer les polygones non valides</translation>
    </message>
    <message>
        <location filename="../processing_provider/reference_parameters.py" line="89"/>
        <source>Polygons whose outline crosses itself are repaired and named in the log. Off: they stop the run.</source>
        <translation>Les polygones dont le contour se croise sont réparés et nommés dans le journal. Désactivé : ils arrêtent l'exécution.</translation>
    </message>
    <message>
        <location filename="../processing_provider/reference_parameters.py" line="95"/>
        <source>Where polygons of different classes overlap</source>
        <translation>Où des polygones de classes différentes se recouvrent</translation>
    </message>
    <message>
        <location filename="../processing_provider/reference_parameters.py" line="95"/>
        <source>stop: name them and stop. first: the place stays with the first polygon. remove: the place is taken from both. In any case the log names the pairs.</source>
        <translation>stop : les nommer et s'arrêter. first : le lieu reste au premier polygone. remove : le lieu est retiré aux deux. Dans tous les cas, le journal nomme les paires.</translation>
    </message>
    <message>
        <location filename="../processing_provider/reference_parameters.py" line="106"/>
        <source>Smallest polygon (pixels)</source>
        <translation>Plus petit polygone (pixels)</translation>
    </message>
    <message>
        <location filename="../processing_provider/reference_parameters.py" line="106"/>
        <source>Smaller polygons are left out and named in the log. 0: all are kept.</source>
        <translation>Les polygones plus petits sont laissés de côté et nommés dans le journal. 0 : tous sont gardés.</translation>
    </message>
    <message>
        <location filename="../processing_provider/reference_parameters.py" line="114"/>
        <source>Shrink the polygons (metres)</source>
        <translation>Rétrécir les polygones (mètres)</translation>
    </message>
    <message>
        <location filename="../processing_provider/reference_parameters.py" line="114"/>
        <source>Pixels at the edge of a field see its neighbours too; this leaves them out. 0: polygons stay as they are.</source>
        <translation>Les pixels au bord d'une parcelle voient aussi ses voisines ; ceci les laisse de côté. 0 : les polygones restent tels quels.</translation>
    </message>
    <message>
        <location filename="../processing_provider/reference_parameters.py" line="125"/>
        <source>Table of new class codes</source>
        <translation>Tableau de nouveaux codes de classes</translation>
    </message>
    <message>
        <location filename="../processing_provider/reference_parameters.py" line="125"/>
        <source>A CSV with the columns old,new: codes or texts of the class column, and the codes that they become. Empty: the column holds the codes.</source>
        <translation>Un CSV avec les colonnes old,new : codes ou textes de la colonne de classe, et les codes qu'ils deviennent. Vide : la colonne contient les codes.</translation>
    </message>
    <message>
        <location filename="../processing_provider/reference_parameters.py" line="125"/>
        <source>Tables (*.csv *.txt)</source>
        <translation>Tableaux (*.csv *.txt)</translation>
    </message>
    <message>
        <location filename="../processing_provider/reference_parameters.py" line="136"/>
        <source>Level of the nomenclature to learn at</source>
        <translation>Niveau de la nomenclature à apprendre</translation>
    </message>
    <message>
        <location filename="../processing_provider/reference_parameters.py" line="136"/>
        <source>1: the coarsest classes, 2: those below them, and so on. 0: the classes as they are.</source>
        <translation>1 : les classes les plus générales, 2 : celles du dessous, et ainsi de suite. 0 : les classes telles quelles.</translation>
    </message>
    <message>
        <location filename="../processing_provider/reference_parameters.py" line="144"/>
        <source>Column of what belongs together</source>
        <translation>Colonne de ce qui va ensemble</translation>
    </message>
    <message>
        <location filename="../processing_provider/reference_parameters.py" line="144"/>
        <source>Polygons or points with the same value (a farm, a field visit) stay on one side of a split.</source>
        <translation>Les polygones ou points de même valeur (une exploitation, une visite de terrain) restent du même côté d'un partage.</translation>
    </message>
    <message>
        <location filename="../processing_provider/reference_parameters.py" line="163"/>
        <source>Largest region of one model (km2)</source>
        <translation>Plus grande région d'un modèle (km2)</translation>
    </message>
    <message>
        <location filename="../processing_provider/reference_parameters.py" line="163"/>
        <source>The polygons of a larger region are shared out among several models, which vote together when the map is made. 0: one model a region.</source>
        <translation>Les polygones d'une région plus grande sont répartis entre plusieurs modèles, qui votent ensemble pour faire la carte. 0 : un modèle par région.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/choice_parameters.py" line="16"/>
        <source>Prepared or split reference</source>
        <translation>Référence préparée ou partagée</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/choice_parameters.py" line="16"/>
        <source>Made by &apos;Prepare the reference&apos; or &apos;Split into learning and validation&apos;.</source>
        <translation>Produite par « Préparer la référence » ou « Partager en apprentissage et validation ».</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/choice_parameters.py" line="26"/>
        <source>Which pixels</source>
        <translation>Quels pixels</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/choice_parameters.py" line="26"/>
        <source>For each class, region and side of the split. maximum: at most so many of each. proportional: a share of each. all: every pixel. smallest: as many of each class as the smallest class of the region has. total: a number of samples of a region, divided among its classes by their pixels. file: what a table of counts says. plan: what an edited sampling plan says.</source>
        <translation>Pour chaque classe, région et côté du partage. maximum : au plus tant de chacun. proportional : une part de chacun. all : tous les pixels. smallest : autant de chaque classe que la plus petite classe de la région en a. total : un nombre d'échantillons par région, réparti entre ses classes selon leurs pixels. file : ce que dit un tableau d'effectifs. plan : ce que dit un plan d'échantillonnage modifié.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/choice_parameters.py" line="38"/>
        <source>Most pixels of a class (maximum)</source>
        <translation>Nombre maximal de pixels d'une classe (maximum)</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/choice_parameters.py" line="38"/>
        <source>Used by the strategy maximum.</source>
        <translation>Utilisé par la stratégie maximum.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/choice_parameters.py" line="45"/>
        <source>Share of the pixels in % (proportional)</source>
        <translation>Part des pixels en % (proportional)</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/choice_parameters.py" line="45"/>
        <source>Used by the strategy proportional.</source>
        <translation>Utilisée par la stratégie proportional.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/choice_parameters.py" line="53"/>
        <source>Samples of a region (total)</source>
        <translation>Échantillons d'une région (total)</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/choice_parameters.py" line="53"/>
        <source>Used by the strategy total; each class gets one sample at least.</source>
        <translation>Utilisé par la stratégie total ; chaque classe reçoit au moins un échantillon.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/choice_parameters.py" line="61"/>
        <source>Table of counts (file)</source>
        <translation>Tableau d'effectifs (file)</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/choice_parameters.py" line="61"/>
        <source>Used by the strategy file: CSV with the columns class and count; * as the class stands for all others.</source>
        <translation>Utilisé par la stratégie file : CSV avec les colonnes class et count ; * comme classe désigne toutes les autres.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/choice_parameters.py" line="69"/>
        <source>Tables (*.csv)</source>
        <translation>Tableaux (*.csv)</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/choice_parameters.py" line="69"/>
        <source>Sampling plan (plan)</source>
        <translation>Plan d'échantillonnage (plan)</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/choice_parameters.py" line="69"/>
        <source>Used by the strategy plan: a table of &apos;Make a sampling plan&apos;, whose columns strategy and size you edit.</source>
        <translation>Utilisé par la stratégie plan : un tableau de « Faire un plan d'échantillonnage », dont vous modifiez les colonnes strategy et size.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/choice_parameters.py" line="81"/>
        <source>At random or evenly</source>
        <translation>Au hasard ou régulièrement</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/choice_parameters.py" line="81"/>
        <source>random: any pixels. periodic: every so many pixels, row by row, so that they are spread evenly.</source>
        <translation>random : des pixels quelconques. periodic : un pixel sur tant, ligne par ligne, pour qu'ils soient répartis régulièrement.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/choice_parameters.py" line="93"/>
        <source>Most samples of a polygon</source>
        <translation>Nombre maximal d'échantillons d'un polygone</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/choice_parameters.py" line="93"/>
        <source>In one region; other polygons of the class give more then. 0: no limit.</source>
        <translation>Dans une région ; d'autres polygones de la classe en donnent alors plus. 0 : pas de limite.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/choice_parameters.py" line="101"/>
        <source>Least distance between samples (m)</source>
        <translation>Distance minimale entre échantillons (m)</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/choice_parameters.py" line="101"/>
        <source>Between samples of one class, region and side: neighbouring pixels say nearly the same. 0: none.</source>
        <translation>Entre échantillons d'une même classe, région et d'un même côté : des pixels voisins disent presque la même chose. 0 : aucune.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/choice_parameters.py" line="116"/>
        <source>The strategy {strategy} needs {table}: choose the file.</source>
        <translation>La stratégie {strategy} a besoin de {table} : choisissez le fichier.</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="120"/>
        <source>ltae, tempcnn, inception_time, transformer, ltae_sensors and mlp_torch: neural networks for time series (torch is a package to install), which learn for minutes. Or a Python file with a network of your own.</source>
        <translation>ltae, tempcnn, inception_time, transformer, ltae_sensors et mlp_torch : réseaux de neurones pour séries temporelles (torch est un paquet à installer), dont l'apprentissage dure quelques minutes. Ou un fichier Python contenant votre propre réseau.</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="127"/>
        <source>JSON text with options of scikit-learn, for example {&quot;n_estimators&quot;: 200}; of a network with its options and the preset, for example {&quot;preset&quot;: &quot;fast&quot;}.</source>
        <translation>Texte JSON avec des options de scikit-learn, par exemple {&quot;n_estimators&quot;: 200} ; pour un réseau, avec ses options et le préréglage, par exemple {&quot;preset&quot;: &quot;fast&quot;}.</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning_parameters.py" line="95"/>
        <source>{name}: there is no file {value}.</source>
        <translation>{name} : le fichier {value} n'existe pas.</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning_parameters.py" line="98"/>
        <source>{name}: {value} is not known. Known are: {known}, or a Python file.</source>
        <translation>{name} : {value} est inconnu. Valeurs connues : {known}, ou un fichier Python.</translation>
    </message>
    <message>
        <location filename="../processing_provider/map_parameters.py" line="27"/>
        <source>File of your own network</source>
        <translation>Fichier de votre propre réseau</translation>
    </message>
    <message>
        <location filename="../processing_provider/map_parameters.py" line="27"/>
        <source>Where the Python file lies now that the model&apos;s network comes from, if it was moved.</source>
        <translation>Emplacement actuel du fichier Python d'où vient le réseau du modèle, s'il a été déplacé.</translation>
    </message>
    <message>
        <location filename="../processing_provider/name_or_file.py" line="57"/>
        <source>Choose a file</source>
        <translation>Choisir un fichier</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/polygons.py" line="36"/>
        <source>Polygons</source>
        <translation>Polygones</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/polygons.py" line="36"/>
        <source>Polygons that lie side by side without overlaps, for example those of &apos;Polygons of a map&apos;.</source>
        <translation>Des polygones contigus sans recouvrement, par exemple ceux de « Polygones d'une carte ».</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/polygons.py" line="45"/>
        <source>Keep the outer border</source>
        <translation>Garder la limite extérieure</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/polygons.py" line="45"/>
        <source>Borders with no polygon at their other side stay as they are, for example where the next map begins.</source>
        <translation>Les limites sans polygone de l'autre côté restent telles quelles, par exemple là où commence la carte suivante.</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/polygons.py" line="54"/>
        <source>The ending says the format: .gpkg, .fgb or .shp.</source>
        <translation>L'extension détermine le format : .gpkg, .fgb ou .shp.</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/polygons.py" line="55"/>
        <source>Polygons to write</source>
        <translation>Polygones à écrire</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning_parameters.py" line="60"/>
        <source>Where it is computed</source>
        <translation>Où se fait le calcul</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning_parameters.py" line="60"/>
        <source>auto: on a graphics card (CUDA) where there is one, else on the processor.</source>
        <translation>auto : sur une carte graphique (CUDA) s'il y en a une, sinon sur le processeur.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/chain_parameters.py" line="38"/>
        <source>What a split keeps together</source>
        <translation>Ce qu'un partage garde ensemble</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/chain_parameters.py" line="38"/>
        <source>polygon: all pixels of a polygon. block, tile, region, year: all polygons of a square, an image tile, a region, a year. knndm: validation polygons lie as far from those learnt from as the map does: where polygons are bunched and the map is larger.</source>
        <translation>polygon : tous les pixels d'un polygone. block, tile, region, year : tous les polygones d'un carré, d'une tuile d'images, d'une région, d'une année. knndm : les polygones de validation sont aussi loin de ceux de l'apprentissage que l'est la carte : quand les polygones sont groupés et la carte plus étendue.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/chain_parameters.py" line="50"/>
        <source>Side of the squares in metres (block)</source>
        <translation>Côté des carrés en mètres (block)</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/chain_parameters.py" line="50"/>
        <source>0: a tenth of the area&apos;s side.</source>
        <translation>0 : un dixième du côté de la zone.</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning_parameters.py" line="72"/>
        <source>Keeps the log and the state of the training: killed or cancelled, it goes on from its last epoch with the same parameters and folder. Empty: nothing is kept.</source>
        <translation>Conserve le journal et l'état de l'entraînement : tué ou annulé, il reprend à sa dernière époque avec les mêmes paramètres et le même dossier. Vide : rien n'est conservé.</translation>
    </message>
    <message>
        <location filename="../processing_provider/page_language.py" line="17"/>
        <source>Language of the page</source>
        <translation>Langue de la page</translation>
    </message>
    <message>
        <location filename="../processing_provider/page_language.py" line="17"/>
        <source>auto: the language of QGIS where pages are written in it, else English.</source>
        <translation>auto : la langue de QGIS si les pages existent dans cette langue, sinon l'anglais.</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/polygons.py" line="14"/>
        <source>What changes outlines</source>
        <translation>Outil qui modifie les contours</translation>
    </message>
    <message>
        <location filename="../processing_provider/reference_parameters.py" line="152"/>
        <source>Column of the year</source>
        <translation>Colonne de l'année</translation>
    </message>
    <message>
        <location filename="../processing_provider/reference_parameters.py" line="152"/>
        <source>When each was seen: for splits that keep years whole.</source>
        <translation>Quand chacun a été observé : pour les partages qui gardent les années entières.</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/polygons.py" line="14"/>
        <source>landweave: Visvalingam and Whyatt, Chaikin; nothing has to be installed. grass: Douglas and Peucker with half the tolerance as distance, Hermite splines with the reach as largest step, by GRASS GIS, which has to be installed.</source>
        <translation>landweave : Visvalingam et Whyatt, Chaikin ; rien à installer. grass : Douglas et Peucker avec la moitié de la tolérance comme distance, splines d'Hermite avec la portée comme plus grand pas, par GRASS GIS, qui doit être installé.</translation>
    </message>
</context>
<context>
    <name>Accuracy</name>
    <message>
        <location filename="../processing_provider/validation/accuracy.py" line="30"/>
        <source>Accuracy of a map</source>
        <translation>Exactitude d'une carte</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/accuracy.py" line="33"/>
        <source>Compares a map with polygons or points of known land cover, and reports how often it is right.</source>
        <translation>Compare une carte à des polygones ou points d'occupation du sol connue, et dit combien de fois elle a raison.</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/accuracy.py" line="36"/>
        <source>The report has the confusion matrix, overall accuracy, kappa, balanced accuracy, and precision, recall and F-score of each class, with 95 % intervals that treat each polygon as one observation.</source>
        <translation>Le rapport contient la matrice de confusion, l'exactitude globale, le kappa, l'exactitude équilibrée, ainsi que la précision, le rappel et le F-score de chaque classe, avec des intervalles à 95 % où chaque polygone compte pour une observation.</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/accuracy.py" line="42"/>
        <source>accuracy,validation,confusion matrix,kappa,precision,recall,F-score,report</source>
        <translation>exactitude,validation,matrice de confusion,kappa,précision,rappel,F-score,rapport</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/accuracy.py" line="45"/>
        <source>Map</source>
        <translation>Carte</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/accuracy.py" line="45"/>
        <source>A raster of class codes.</source>
        <translation>Un raster de codes de classes.</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/accuracy.py" line="46"/>
        <source>Reference</source>
        <translation>Référence</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/accuracy.py" line="46"/>
        <source>Polygons or points that were not used to learn, or a split reference (see the run below).</source>
        <translation>Polygones ou points qui n'ont pas servi à l'apprentissage, ou une référence partagée (voir le tirage ci-dessous).</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/accuracy.py" line="52"/>
        <source>Column with the class code</source>
        <translation>Colonne du code de classe</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/accuracy.py" line="52"/>
        <source>A column of the reference.</source>
        <translation>Une colonne de la référence.</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/accuracy.py" line="59"/>
        <source>Run of the split</source>
        <translation>Tirage du partage</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/accuracy.py" line="59"/>
        <source>Use only what the column run_1 (run_2, ...) calls validation. 0: use all.</source>
        <translation>N'utilise que ce que la colonne run_1 (run_2, ...) appelle validation. 0 : tout.</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/accuracy.py" line="80"/>
        <source>Confidence</source>
        <translation>Confiance</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/accuracy.py" line="87"/>
        <source>Column that numbers the polygons</source>
        <translation>Colonne du numéro des polygones</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/accuracy.py" line="87"/>
        <source>Features with the same value count as one observation. Empty: polygon_id if there is one.</source>
        <translation>Les entités de même valeur comptent pour une observation. Vide : polygon_id s'il existe.</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/accuracy.py" line="110"/>
        <source>Report</source>
        <translation>Rapport</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/accuracy.py" line="110"/>
        <source>The page to write.</source>
        <translation>La page à écrire.</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/accuracy.py" line="110"/>
        <source>HTML files (*.html)</source>
        <translation>Fichiers HTML (*.html)</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/accuracy.py" line="117"/>
        <source>Scores</source>
        <translation>Scores</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/accuracy.py" line="117"/>
        <source>The same numbers as JSON.</source>
        <translation>Les mêmes nombres en JSON.</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/accuracy.py" line="117"/>
        <source>JSON files (*.json)</source>
        <translation>Fichiers JSON (*.json)</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/accuracy.py" line="124"/>
        <source>Confusion matrix</source>
        <translation>Matrice de confusion</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/accuracy.py" line="124"/>
        <source>The matrix as a table (rows: reference, columns: map).</source>
        <translation>La matrice sous forme de tableau (lignes : référence, colonnes : carte).</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/accuracy.py" line="124"/>
        <source>Tables (*.csv)</source>
        <translation>Tableaux (*.csv)</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/accuracy.py" line="70"/>
        <source>Side of the split</source>
        <translation>Côté du partage</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/accuracy.py" line="70"/>
        <source>Which polygons of the run: validation, or test, those that were held back from all runs (HOLD_BACK).</source>
        <translation>Quels polygones du tirage : validation, ou test, ceux qui ont été mis de côté pour tous les tirages (HOLD_BACK).</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/accuracy.py" line="80"/>
        <source>Shown in the report beside the map, and compared with how often the map is right.</source>
        <translation>Montrée dans le rapport à côté de la carte, et comparée à la fréquence à laquelle la carte a raison.</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/accuracy.py" line="95"/>
        <source>Area estimate</source>
        <translation>Estimation de surfaces</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/accuracy.py" line="95"/>
        <source>What estimate_area wrote (JSON) about this map: the report then shows estimated areas with their intervals beside the mapped ones. Empty: mapped areas only.</source>
        <translation>Ce que estimate_area a écrit (JSON) sur cette carte : le rapport montre alors les surfaces estimées avec leurs intervalles à côté des surfaces cartographiées. Vide : surfaces cartographiées seulement.</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/accuracy.py" line="133"/>
        <source>Right and wrong places</source>
        <translation>Lieux justes et faux</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/accuracy.py" line="133"/>
        <source>A layer of the reference polygons or points: what the map shows there, and the share of pixels that it has right. Sort it by that to see where errors lie.</source>
        <translation>Une couche des polygones ou points de référence : ce que la carte y montre, et la part des pixels où elle a raison. Triez-la selon cette part pour voir où sont les erreurs.</translation>
    </message>
</context>
<context>
    <name>Applicability</name>
    <message>
        <location filename="../processing_provider/validation/applicability.py" line="29"/>
        <source>Where a model may be used</source>
        <translation>Où un modèle peut être utilisé</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/applicability.py" line="32"/>
        <source>Marks the places that are like the samples of a model: elsewhere its answer is a guess.</source>
        <translation>Marque les lieux semblables aux échantillons d'un modèle : ailleurs, sa réponse est une supposition.</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/applicability.py" line="35"/>
        <source>A place is outside if it lies farther from the samples, or is claimed by no class as clearly, as all but the strangest held-out samples. The models tell it by themselves if they were trained with TRUST; of others, give the samples that they were trained with. The page says how much of each class of the map lies inside.</source>
        <translation>Un lieu est en dehors s'il est plus loin des échantillons, ou revendiqué moins clairement par une classe, que presque tous les échantillons mis de côté. Les modèles le disent eux-mêmes s'ils ont été entraînés avec TRUST ; pour les autres, donnez les échantillons avec lesquels ils ont été entraînés. La page dit quelle part de chaque classe de la carte est à l'intérieur.</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/applicability.py" line="43"/>
        <source>area of applicability,AOA,dissimilarity index,novelty,out of distribution,trust,validation</source>
        <translation>domaine d'applicabilité,AOA,indice de dissimilarité,nouveauté,hors distribution,confiance,validation</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/applicability.py" line="47"/>
        <source>Models</source>
        <translation>Modèles</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/applicability.py" line="47"/>
        <source>One or several model files. Inside is what all of them know.</source>
        <translation>Un ou plusieurs fichiers de modèle. L'intérieur est ce que tous connaissent.</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/applicability.py" line="50"/>
        <source>Map</source>
        <translation>Carte</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/applicability.py" line="50"/>
        <source>A map of classes that was made of the same images, for the shares by class.</source>
        <translation>Une carte de classes faite à partir des mêmes images, pour les parts par classe.</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/applicability.py" line="56"/>
        <source>Samples</source>
        <translation>Échantillons</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/applicability.py" line="56"/>
        <source>Those that the models were trained with. Not needed if that was done with TRUST.</source>
        <translation>Ceux avec lesquels les modèles ont été entraînés. Inutile si cela a été fait avec TRUST.</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/applicability.py" line="63"/>
        <source>Column with the class</source>
        <translation>Colonne de la classe</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/applicability.py" line="63"/>
        <source>A column of the samples. Empty: the one that the model was trained with.</source>
        <translation>Une colonne des échantillons. Vide : celle avec laquelle le modèle a été entraîné.</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/applicability.py" line="82"/>
        <source>Inside</source>
        <translation>À l'intérieur</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/applicability.py" line="82"/>
        <source>1 inside, 0 outside, 255 not known (GeoTIFF).</source>
        <translation>1 à l'intérieur, 0 en dehors, 255 inconnu (GeoTIFF).</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/applicability.py" line="83"/>
        <source>Dissimilarity</source>
        <translation>Dissimilarité</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/applicability.py" line="83"/>
        <source>How unlike the samples a place is: 1 is the edge, above it is outside (GeoTIFF).</source>
        <translation>À quel point un lieu diffère des échantillons : 1 est la limite, au-dessus il est en dehors (GeoTIFF).</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/applicability.py" line="89"/>
        <source>Page</source>
        <translation>Page</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/applicability.py" line="89"/>
        <source>The shares to read.</source>
        <translation>Les parts, à lire.</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/applicability.py" line="89"/>
        <source>HTML files (*.html)</source>
        <translation>Fichiers HTML (*.html)</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/applicability.py" line="93"/>
        <source>Shares</source>
        <translation>Parts</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/applicability.py" line="93"/>
        <source>The same numbers as JSON.</source>
        <translation>Les mêmes nombres en JSON.</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/applicability.py" line="93"/>
        <source>JSON files (*.json)</source>
        <translation>Fichiers JSON (*.json)</translation>
    </message>
</context>
<context>
    <name>ApplyReview</name>
    <message>
        <location filename="../processing_provider/samples/apply_review.py" line="22"/>
        <source>Apply a review</source>
        <translation>Appliquer une révision</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/apply_review.py" line="25"/>
        <source>Writes the samples as you decided about them after &apos;Find doubtful labels&apos;.</source>
        <translation>Écrit les échantillons selon vos décisions prises après « Chercher les étiquettes douteuses ».</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/apply_review.py" line="28"/>
        <source>A sample&apos;s own decision comes first, then that of its polygon, then what SUSPICIOUS says. A decision is keep, remove, or the class that it is. Rows that you deleted and classes that you corrected in QGIS are taken as they are. Save the layers first. The log says how many samples were kept, removed and changed.</source>
        <translation>La décision propre à un échantillon passe d'abord, puis celle de son polygone, puis ce que dit SUSPICIOUS. Une décision est keep, remove, ou la classe exacte. Les lignes que vous avez supprimées et les classes que vous avez corrigées dans QGIS sont prises telles quelles. Enregistrez d'abord les couches. Le journal dit combien d'échantillons ont été gardés, retirés et modifiés.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/apply_review.py" line="35"/>
        <source>samples,labels,review,clean,decision,remove,relabel</source>
        <translation>échantillons,étiquettes,révision,nettoyer,décision,retirer,réétiqueter</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/apply_review.py" line="38"/>
        <source>Review</source>
        <translation>Révision</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/apply_review.py" line="38"/>
        <source>Made by &apos;Find doubtful labels&apos;, with decisions filled in.</source>
        <translation>Produite par « Chercher les étiquettes douteuses », avec les décisions remplies.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/apply_review.py" line="44"/>
        <source>Column with the class</source>
        <translation>Colonne de la classe</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/apply_review.py" line="44"/>
        <source>The same as there.</source>
        <translation>Comme dans « Chercher les étiquettes douteuses ».</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/apply_review.py" line="47"/>
        <source>Column with the group</source>
        <translation>Colonne du groupe</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/apply_review.py" line="47"/>
        <source>The same as there. Empty (in a shell GROUP_FIELD=): decisions about polygons are left aside.</source>
        <translation>Comme dans « Chercher les étiquettes douteuses ». Vide (GROUP_FIELD= en ligne de commande) : les décisions sur les polygones sont laissées de côté.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/apply_review.py" line="55"/>
        <source>Suspicious samples without a decision</source>
        <translation>Échantillons suspects sans décision</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/apply_review.py" line="55"/>
        <source>keep: they stay. remove: they go. relabel: they get the suggested class.</source>
        <translation>keep : ils restent. remove : ils sont retirés. relabel : ils reçoivent la classe proposée.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/apply_review.py" line="62"/>
        <source>Samples</source>
        <translation>Échantillons</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/apply_review.py" line="62"/>
        <source>The samples file to write (GeoPackage).</source>
        <translation>Le fichier d'échantillons à écrire (GeoPackage).</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/apply_review.py" line="65"/>
        <source>Samples kept</source>
        <translation>Échantillons gardés</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/apply_review.py" line="66"/>
        <source>Samples removed</source>
        <translation>Échantillons retirés</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/apply_review.py" line="67"/>
        <source>Samples with another class</source>
        <translation>Échantillons dont la classe a changé</translation>
    </message>
</context>
<context>
    <name>AugmentSamples</name>
    <message>
        <location filename="../processing_provider/samples/augment_samples.py" line="32"/>
        <source>Augment rare classes</source>
        <translation>Augmenter les classes rares</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/augment_samples.py" line="35"/>
        <source>Makes new samples of classes that have few, out of those that there are, to learn from only.</source>
        <translation>Fait, à partir de ceux qui existent, de nouveaux échantillons des classes qui en ont peu, pour le seul apprentissage.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/augment_samples.py" line="38"/>
        <source>New samples are made for each region, and for each run of the split from what that run learns from. They are marked in the column augmented, are never used to test, and never stand in for new field data.

- replicate: samples are repeated.
- jitter: repeated with a little noise.
- smote: new ones between a sample and a neighbour of its class. Needs the package imbalanced-learn.</source>
        <translation>De nouveaux échantillons sont faits pour chaque région, et pour chaque tirage du partage à partir de ses échantillons d'apprentissage. Ils sont signalés dans la colonne augmented, ne servent jamais à la validation et ne remplacent en rien de nouvelles données de terrain.

- replicate : les échantillons sont répétés.
- jitter : répétés avec un peu de bruit.
- smote : de nouveaux entre un échantillon et un voisin de sa classe. Nécessite le paquet imbalanced-learn.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/augment_samples.py" line="47"/>
        <source>samples,augmentation,rare classes,imbalance,oversampling,SMOTE,jitter,replicate,balance</source>
        <translation>échantillons,augmentation,classes rares,déséquilibre,suréchantillonnage,SMOTE,jitter,replicate,équilibre</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/augment_samples.py" line="50"/>
        <source>Samples</source>
        <translation>Échantillons</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/augment_samples.py" line="50"/>
        <source>Made by &apos;Read the values of the samples&apos; and others.</source>
        <translation>Produits entre autres par « Lire les valeurs des échantillons ».</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/augment_samples.py" line="53"/>
        <source>Column with the class</source>
        <translation>Colonne de la classe</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/augment_samples.py" line="53"/>
        <source>A column of the samples.</source>
        <translation>Une colonne des échantillons.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/augment_samples.py" line="54"/>
        <source>How new samples are made</source>
        <translation>Façon de faire les nouveaux échantillons</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/augment_samples.py" line="54"/>
        <source>replicate: repeated. jitter: repeated with noise. smote: between neighbours of the class.</source>
        <translation>replicate : répétés. jitter : répétés avec du bruit. smote : entre voisins de la classe.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/augment_samples.py" line="61"/>
        <source>How many</source>
        <translation>Combien</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/augment_samples.py" line="61"/>
        <source>minimum: until a class has the number below. largest: until it has as many as the largest class of the region. file: what a table says.</source>
        <translation>minimum : jusqu'à ce qu'une classe atteigne le nombre ci-dessous. largest : jusqu'à ce qu'elle en ait autant que la plus grande classe de la région. file : ce que dit un tableau.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/augment_samples.py" line="71"/>
        <source>Samples of a class (minimum)</source>
        <translation>Échantillons d'une classe (minimum)</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/augment_samples.py" line="71"/>
        <source>Used by minimum.</source>
        <translation>Utilisé par minimum.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/augment_samples.py" line="74"/>
        <source>Table of counts (file)</source>
        <translation>Tableau d'effectifs (file)</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/augment_samples.py" line="74"/>
        <source>Used by file: CSV with the columns class and count; * as the class stands for all others.</source>
        <translation>Utilisé par file : CSV avec les colonnes class et count ; * comme classe vaut pour toutes les autres.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/augment_samples.py" line="74"/>
        <source>Tables (*.csv)</source>
        <translation>Tableaux (*.csv)</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/augment_samples.py" line="81"/>
        <source>Divisor of the noise (jitter)</source>
        <translation>Diviseur du bruit (jitter)</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/augment_samples.py" line="81"/>
        <source>The noise is the standard deviation of the class divided by this: 10 is little, 2 is much.</source>
        <translation>Le bruit est l'écart-type de la classe divisé par ce nombre : 10 est peu, 2 est beaucoup.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/augment_samples.py" line="89"/>
        <source>Neighbours (smote)</source>
        <translation>Voisins (smote)</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/augment_samples.py" line="89"/>
        <source>A new sample lies between one and any of its so many nearest.</source>
        <translation>Un nouvel échantillon se place entre un échantillon et l'un quelconque de ce nombre de plus proches voisins.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/augment_samples.py" line="97"/>
        <source>Column with the region</source>
        <translation>Colonne de la région</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/augment_samples.py" line="97"/>
        <source>Each region for itself. Empty (in a shell REGION_FIELD=): all samples together.</source>
        <translation>Chaque région séparément. Vide (REGION_FIELD= en ligne de commande) : tous les échantillons ensemble.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/augment_samples.py" line="106"/>
        <source>Column with the polygon</source>
        <translation>Colonne du polygone</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/augment_samples.py" line="106"/>
        <source>So that a cross-validation never learns from what was made of the polygons that it tests with.</source>
        <translation>Pour qu'une validation croisée n'apprenne jamais de ce qui a été fait à partir des polygones qu'elle teste.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/augment_samples.py" line="116"/>
        <source>Augmented samples</source>
        <translation>Échantillons augmentés</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/augment_samples.py" line="116"/>
        <source>The samples file to write (GeoPackage).</source>
        <translation>Le fichier d'échantillons à écrire (GeoPackage).</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/augment_samples.py" line="120"/>
        <source>Number of samples</source>
        <translation>Nombre d'échantillons</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/augment_samples.py" line="121"/>
        <source>Number of new samples</source>
        <translation>Nombre de nouveaux échantillons</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/augment_samples.py" line="125"/>
        <source>The balance file needs COUNTS: choose the table.</source>
        <translation>L'équilibrage file nécessite COUNTS : choisissez le tableau.</translation>
    </message>
</context>
<context>
    <name>BaseAlgorithm</name>
    <message>
        <location filename="../processing_provider/base.py" line="100"/>
        <source>Parameters</source>
        <translation>Paramètres</translation>
    </message>
    <message>
        <location filename="../processing_provider/base.py" line="103"/>
        <source>From a shell</source>
        <translation>Depuis un terminal</translation>
    </message>
    <message>
        <location filename="../processing_provider/base.py" line="132"/>
        <source>{name} is left empty: there is no column &apos;{column}&apos;.</source>
        <translation>{name} reste vide : il n'y a pas de colonne « {column} ».</translation>
    </message>
    <message>
        <location filename="../processing_provider/base.py" line="174"/>
        <source>There is no parameter {name}. Known are: {known}.</source>
        <translation>Il n'y a pas de paramètre {name}. Sont connus : {known}.</translation>
    </message>
    <message>
        <location filename="../processing_provider/base.py" line="195"/>
        <source>Known are: {known}.</source>
        <translation>Sont connus : {known}.</translation>
    </message>
    <message>
        <location filename="../processing_provider/base.py" line="183"/>
        <source>{name}: {path} has to end in {endings}.</source>
        <translation>{name} : {path} doit se terminer par {endings}.</translation>
    </message>
</context>
<context>
    <name>CheckInputs</name>
    <message>
        <location filename="../processing_provider/time_series/check_inputs.py" line="22"/>
        <source>Check the inputs</source>
        <translation>Vérifier les données d'entrée</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/check_inputs.py" line="25"/>
        <source>Looks for what is wrong with images, reference polygons, regions and options before a map is computed.</source>
        <translation>Cherche ce qui ne va pas dans les images, les polygones de référence, les régions et les options avant de calculer une carte.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/check_inputs.py" line="30"/>
        <source>The page lists errors (a map cannot be made), warnings (look at them first) and notes, each with its remedy: damaged or missing images, gaps in the calendar, sensors that a tile lacks, polygons that overlap or lie outside, classes and regions with too few of them, codes that the nomenclature lacks. It shows the calendar of the images, what the options of the time series will make of them, and what the run will need.

What is wrong does not stop this algorithm: the page is its result, and the numbers of errors and warnings are its outputs.</source>
        <translation>La page donne la liste des erreurs (aucune carte possible), des avertissements (à regarder d'abord) et des remarques, chacun avec son remède : images endommagées ou manquantes, trous dans le calendrier, capteurs absents d'une tuile, polygones qui se chevauchent ou sortent de la zone, classes et régions qui en ont trop peu, codes absents de la nomenclature. Elle montre le calendrier des images, ce que les options de la série temporelle en feront et ce que demandera l'exécution.

Ce qui ne va pas n'arrête pas cet algorithme : la page est son résultat, et les nombres d'erreurs et d'avertissements sont ses sorties.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/check_inputs.py" line="41"/>
        <source>check,inputs,quality,calendar,gaps,polygons,overlap,errors,warnings,before,preflight</source>
        <translation>vérifier,contrôle,entrées,qualité,calendrier,lacunes,polygones,chevauchement,erreurs,avertissements,avant</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/check_inputs.py" line="45"/>
        <source>Reference polygons</source>
        <translation>Polygones de référence</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/check_inputs.py" line="45"/>
        <source>Polygons of known land cover. Empty: only the images and the options are looked at.</source>
        <translation>Polygones dont l'occupation du sol est connue. Vide : seules les images et les options sont examinées.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/check_inputs.py" line="52"/>
        <source>Column with the class code</source>
        <translation>Colonne du code de classe</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/check_inputs.py" line="52"/>
        <source>A column of the reference.</source>
        <translation>Une colonne de la référence.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/check_inputs.py" line="63"/>
        <source>Findings</source>
        <translation>Constats</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/check_inputs.py" line="63"/>
        <source>The same as JSON.</source>
        <translation>La même chose en JSON.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/check_inputs.py" line="63"/>
        <source>JSON files (*.json)</source>
        <translation>Fichiers JSON (*.json)</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/check_inputs.py" line="73"/>
        <source>Number of errors</source>
        <translation>Nombre d'erreurs</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/check_inputs.py" line="74"/>
        <source>Number of warnings</source>
        <translation>Nombre d'avertissements</translation>
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
    <name>ClassShares</name>
    <message>
        <location filename="../processing_provider/mapping/class_shares.py" line="21"/>
        <source>Shares of classes around each pixel</source>
        <translation>Parts des classes autour de chaque pixel</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/class_shares.py" line="24"/>
        <source>Writes how much of the superpixel around each pixel a map gives to each class.</source>
        <translation>Écrit quelle part du superpixel entourant chaque pixel une carte donne à chaque classe.</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/class_shares.py" line="27"/>
        <source>With a catalogue, a copy of it is written in which these shares are layers without date: samples extracted from it, and models trained on them, know the surroundings of each pixel (auto-context). The chain does all of this with AUTO_CONTEXT.</source>
        <translation>Avec un catalogue, une copie en est écrite où ces parts sont des couches sans date : les échantillons qui en sont extraits, et les modèles entraînés sur eux, connaissent l'entourage de chaque pixel (auto-contexte). La chaîne fait tout cela avec AUTO_CONTEXT.</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/class_shares.py" line="34"/>
        <source>auto-context,context,histogram,surroundings,superpixels,neighbourhood,texture</source>
        <translation>auto-contexte,contexte,histogramme,entourage,superpixels,voisinage,texture</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/class_shares.py" line="37"/>
        <source>Map</source>
        <translation>Carte</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/class_shares.py" line="37"/>
        <source>Classes of a first map; 0 is no class.</source>
        <translation>Classes d'une première carte ; 0 veut dire sans classe.</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/class_shares.py" line="38"/>
        <source>Superpixels</source>
        <translation>Superpixels</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/class_shares.py" line="38"/>
        <source>Made by &apos;Divide images into superpixels&apos;, on the pixels of the map.</source>
        <translation>Produits par « Diviser les images en superpixels », sur les pixels de la carte.</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/class_shares.py" line="45"/>
        <source>Shares</source>
        <translation>Parts</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/class_shares.py" line="45"/>
        <source>A band for each class: share x 10000 (GeoTIFF).</source>
        <translation>Une bande par classe : part x 10000 (GeoTIFF).</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/class_shares.py" line="46"/>
        <source>Catalogue with the shares</source>
        <translation>Catalogue avec les parts</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/class_shares.py" line="46"/>
        <source>The catalogue with a layer without date for each class.</source>
        <translation>Le catalogue avec une couche sans date par classe.</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/class_shares.py" line="56"/>
        <source>CATALOGUE and OUTPUT_CATALOGUE belong together: give both, or neither.</source>
        <translation>CATALOGUE et OUTPUT_CATALOGUE vont ensemble : donnez les deux, ou aucun.</translation>
    </message>
</context>
<context>
    <name>ClassificationChain</name>
    <message>
        <location filename="../processing_provider/chains/classification_chain.py" line="28"/>
        <source>Land-cover map from images</source>
        <translation>Carte d'occupation du sol à partir d'images</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/classification_chain.py" line="31"/>
        <source>Makes a validated land-cover map from a folder of satellite images and some polygons.</source>
        <translation>Fait une carte d'occupation du sol validée à partir d'un dossier d'images satellite et de quelques polygones.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/classification_chain.py" line="46"/>
        <source>land cover,classification,chain,workflow,time series,Sentinel-2,map,validation,iota2</source>
        <translation>occupation du sol,classification,chaîne,traitement,série temporelle,Sentinel-2,carte,validation,iota2</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/classification_chain.py" line="68"/>
        <source>Scheduler of a cluster</source>
        <translation>Ordonnanceur d'une grappe de calcul</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/classification_chain.py" line="68"/>
        <source>Has to be empty: this version works on one machine.</source>
        <translation>Doit rester vide : cette version travaille sur une seule machine.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/classification_chain.py" line="80"/>
        <source>Map</source>
        <translation>Carte</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/classification_chain.py" line="80"/>
        <source>Confidence</source>
        <translation>Confiance</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/classification_chain.py" line="80"/>
        <source>Clear acquisitions</source>
        <translation>Acquisitions claires</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/classification_chain.py" line="87"/>
        <source>HTML files (*.html)</source>
        <translation>Fichiers HTML (*.html)</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/classification_chain.py" line="89"/>
        <source>Report</source>
        <translation>Rapport</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/classification_chain.py" line="91"/>
        <source>Probabilities</source>
        <translation>Probabilités</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/classification_chain.py" line="91"/>
        <source>Probability of every class, a band each. Empty: not written.</source>
        <translation>Probabilité de chaque classe, une bande par classe. Vide : non écrite.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/classification_chain.py" line="107"/>
        <source>SCHEDULER is given, but this version works on one machine only: leave SCHEDULER empty.</source>
        <translation>SCHEDULER est donné, mais cette version ne travaille que sur une machine : laissez SCHEDULER vide.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/classification_chain.py" line="34"/>
        <source>Three things are needed: the images (a folder, or a catalogue made of it), polygons of known land cover, and their column of class codes. The chain lists the images, masks clouds and fills gaps, draws samples, learns, maps, and validates with polygons it has not learnt from.

Everything is kept in the run folder: map, confidence, number of clear acquisitions, report, model, log. Stopped or interrupted, start it again with the same run folder: what is done is not done again. If you name none, it lies beside the polygons: {REFERENCE}_run stands for polygons_run beside polygons.gpkg; where a run of something else is there, for polygons_run_2 and so on.

Method: Inglada et al. 2017, doi 10.3390/rs9010095.</source>
        <translation>Il faut trois choses : les images (un dossier, ou le catalogue qui en a été fait), des polygones d'occupation du sol connue, et leur colonne de codes de classes. La chaîne liste les images, masque les nuages et comble les lacunes, tire des échantillons, apprend, cartographie, et valide avec des polygones dont elle n'a rien appris.

Tout est gardé dans le dossier d'exécution : carte, confiance, nombre d'acquisitions claires, rapport, modèle, journal. Arrêtée ou interrompue, relancez-la avec le même dossier d'exécution : ce qui est fait n'est pas refait. Si vous n'en nommez pas, il est à côté des polygones : {REFERENCE}_run désigne polygones_run à côté de polygones.gpkg ; si une autre exécution s'y trouve, polygones_run_2 et ainsi de suite.

Méthode : Inglada et al. 2017, doi 10.3390/rs9010095.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/classification_chain.py" line="79"/>
        <source>Where to write it. {RUN_FOLDER} stands for the run folder. Empty: there too.</source>
        <translation>Où l'écrire. {RUN_FOLDER} désigne le dossier de l'exécution. Vide : dans ce dossier aussi.</translation>
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
        <location filename="../processing_provider/mapping/classify.py" line="38"/>
        <source>Models</source>
        <translation>Modèles</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/classify.py" line="65"/>
        <source>Map</source>
        <translation>Carte</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/classify.py" line="65"/>
        <source>The map of classes (GeoTIFF).</source>
        <translation>La carte des classes (GeoTIFF).</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/classify.py" line="66"/>
        <source>Confidence</source>
        <translation>Confiance</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/classify.py" line="66"/>
        <source>Probability of the chosen class, 0 to 100 (GeoTIFF).</source>
        <translation>Probabilité de la classe retenue, de 0 à 100 (GeoTIFF).</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/classify.py" line="73"/>
        <source>Probabilities</source>
        <translation>Probabilités</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/classify.py" line="73"/>
        <source>Probability of every class, a band each (GeoTIFF).</source>
        <translation>Probabilité de chaque classe, une bande par classe (GeoTIFF).</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/classify.py" line="32"/>
        <source>classify,map,land cover,prediction,confidence,probability,mosaic,regions,fusion,uncertainty,applicability</source>
        <translation>classer,carte,occupation du sol,prédiction,confiance,probabilité,mosaïque,régions,fusion,incertitude,applicabilité</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/classify.py" line="38"/>
        <source>One or several model files. Several that hold for the same region are fused; they may be of other sensors or features.</source>
        <translation>Un ou plusieurs fichiers de modèle. Ceux qui valent pour une même région sont fusionnés ; ils peuvent venir d'autres capteurs ou variables.</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/classify.py" line="51"/>
        <source>Reports of the models</source>
        <translation>Rapports des modèles</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/classify.py" line="51"/>
        <source>The report of each model (JSON), in the order of the models: for weighted and dempster_shafer.</source>
        <translation>Le rapport de chaque modèle (JSON), dans l'ordre des modèles : pour weighted et dempster_shafer.</translation>
    </message>
</context>
<context>
    <name>CleanSamples</name>
    <message>
        <location filename="../processing_provider/samples/clean_samples.py" line="34"/>
        <source>Find doubtful labels</source>
        <translation>Trouver les étiquettes douteuses</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/clean_samples.py" line="37"/>
        <source>Finds samples whose class is probably wrong, and says why, as a layer to review in QGIS.</source>
        <translation>Trouve les échantillons dont la classe est probablement fausse, et dit pourquoi, dans une couche à examiner dans QGIS.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/clean_samples.py" line="40"/>
        <source>No sample is removed or changed: all of them are in the result, with columns that say how suspicious each is, why, and which class fits better. The layer of the polygons shows which are wrong as a whole. Fill in the column decision in either layer with keep, remove or another class, save, and run &apos;Apply a review&apos;.

Doubtful is not wrong: a rare kind of a class looks like this too. Look at the images before you decide.</source>
        <translation>Aucun échantillon n'est supprimé ni modifié : tous sont dans le résultat, avec des colonnes qui disent à quel point chacun est suspect, pourquoi, et quelle classe convient mieux. La couche des polygones montre lesquels sont faux dans leur ensemble. Remplissez la colonne decision de l'une des couches avec keep, remove ou une autre classe, enregistrez, puis lancez « Appliquer une révision ».

Douteux ne veut pas dire faux : une forme rare d'une classe a le même aspect. Regardez les images avant de décider.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/clean_samples.py" line="49"/>
        <source>samples,labels,noise,errors,mislabelled,outliers,clean,confident learning,SOM,quality</source>
        <translation>échantillons,étiquettes,bruit,erreurs,mal étiqueté,valeurs aberrantes,nettoyer,confident learning,SOM,qualité</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/clean_samples.py" line="53"/>
        <source>Method</source>
        <translation>Méthode</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/clean_samples.py" line="53"/>
        <source>confident: a classifier that has not seen the sample&apos;s group finds another class more likely (confident learning); a good start. knn: few of the most similar samples of other groups have its class; fast. som: samples are laid out on a map, like beside like, and the others there are of another class; shows kinds within a class, but single samples only.</source>
        <translation>confident : un classifieur qui n'a pas vu le groupe de l'échantillon trouve une autre classe plus probable (confident learning) ; un bon début. knn : peu des échantillons les plus semblables des autres groupes ont sa classe ; rapide. som : les échantillons sont disposés sur une carte, les semblables côte à côte, et les autres au même endroit sont d'une autre classe ; montre les variantes d'une classe, mais seulement des échantillons isolés.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/clean_samples.py" line="65"/>
        <source>Column with the group</source>
        <translation>Colonne du groupe</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/clean_samples.py" line="65"/>
        <source>Samples of one group (one polygon) are no evidence for each other, since they are wrong together. Empty (in a shell GROUP_FIELD=): each for itself.</source>
        <translation>Les échantillons d'un groupe (un polygone) ne se confirment pas entre eux, car ils sont faux ensemble. Vide (GROUP_FIELD= en ligne de commande) : chacun séparément.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/clean_samples.py" line="76"/>
        <source>Classifier (confident)</source>
        <translation>Classifieur (confident)</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/clean_samples.py" line="76"/>
        <source>What judges the labels. Its probabilities should be good ones: random_forest is.</source>
        <translation>Ce qui juge les étiquettes. Ses probabilités doivent être bonnes : celles de random_forest le sont.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/clean_samples.py" line="84"/>
        <source>Options of the classifier (confident)</source>
        <translation>Options du classifieur (confident)</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/clean_samples.py" line="84"/>
        <source>JSON text with options of scikit-learn, for example {&quot;n_estimators&quot;: 200}.</source>
        <translation>Texte JSON avec des options de scikit-learn, par exemple {&quot;n_estimators&quot;: 200}.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/clean_samples.py" line="90"/>
        <source>Number of parts (confident)</source>
        <translation>Nombre de parties (confident)</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/clean_samples.py" line="90"/>
        <source>Each is judged by a classifier that learnt from the others.</source>
        <translation>Chacune est jugée par un classifieur qui a appris des autres.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/clean_samples.py" line="99"/>
        <source>Number of neighbours (knn)</source>
        <translation>Nombre de voisins (knn)</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/clean_samples.py" line="99"/>
        <source>Most similar samples of other groups that are asked.</source>
        <translation>Échantillons les plus semblables des autres groupes qui sont consultés.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/clean_samples.py" line="107"/>
        <source>Side of the map (som)</source>
        <translation>Côté de la carte (som)</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/clean_samples.py" line="107"/>
        <source>Rows and columns of neurons. 0: as the number of samples needs.</source>
        <translation>Lignes et colonnes de neurones. 0 : selon le nombre d'échantillons.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/clean_samples.py" line="118"/>
        <source>Review</source>
        <translation>Révision</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/clean_samples.py" line="118"/>
        <source>All samples with what is doubtful about them (GeoPackage).</source>
        <translation>Tous les échantillons, avec ce qu'ils ont de douteux (GeoPackage).</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/clean_samples.py" line="124"/>
        <source>Page</source>
        <translation>Page</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/clean_samples.py" line="124"/>
        <source>Given and suggested classes, the polygons to look at, and the map of the samples (som).</source>
        <translation>Classes données et suggérées, polygones à examiner, et carte des échantillons (som).</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/clean_samples.py" line="124"/>
        <source>HTML files (*.html)</source>
        <translation>Fichiers HTML (*.html)</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/clean_samples.py" line="133"/>
        <source>Number of suspicious samples</source>
        <translation>Nombre d'échantillons suspects</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/clean_samples.py" line="134"/>
        <source>Number of suspicious polygons</source>
        <translation>Nombre de polygones suspects</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/clean_samples.py" line="158"/>
        <source>Polygons to review</source>
        <translation>Polygones à examiner</translation>
    </message>
</context>
<context>
    <name>ClipByZones</name>
    <message>
        <location filename="../processing_provider/postprocess/clip_by_zones.py" line="21"/>
        <source>Cut polygons by zones</source>
        <translation>Découper des polygones par zones</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/clip_by_zones.py" line="24"/>
        <source>Writes what of the polygons lies in each zone, a file for each.</source>
        <translation>Écrit la partie des polygones située dans chaque zone, un fichier par zone.</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/clip_by_zones.py" line="27"/>
        <source>Zones with the same name are one. A polygon that lies in a zone in several pieces becomes as many features; the column area_m2 is computed anew. The files are called after the zones, and hold the style of the input.</source>
        <translation>Les zones de même nom n'en font qu'une. Un polygone qui se trouve dans une zone en plusieurs morceaux devient autant d'entités ; la colonne area_m2 est recalculée. Les fichiers portent le nom des zones, et contiennent le style de l'entrée.</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/clip_by_zones.py" line="34"/>
        <source>clip,split,districts,administrative units,departments,cut,one file a zone</source>
        <translation>découper,diviser,districts,unités administratives,départements,découpage,un fichier par zone</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/clip_by_zones.py" line="37"/>
        <source>Polygons</source>
        <translation>Polygones</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/clip_by_zones.py" line="37"/>
        <source>For example those of &apos;Polygons of a map&apos;.</source>
        <translation>Par exemple ceux de « Polygones d'une carte ».</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/clip_by_zones.py" line="38"/>
        <source>Zones</source>
        <translation>Zones</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/clip_by_zones.py" line="38"/>
        <source>Polygons, for example districts.</source>
        <translation>Polygones, par exemple des districts.</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/clip_by_zones.py" line="40"/>
        <source>Folder</source>
        <translation>Dossier</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/clip_by_zones.py" line="40"/>
        <source>Where the files are written.</source>
        <translation>Où les fichiers sont écrits.</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/clip_by_zones.py" line="44"/>
        <source>Column with the zone&apos;s name</source>
        <translation>Colonne du nom de la zone</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/clip_by_zones.py" line="44"/>
        <source>A column of the zones.</source>
        <translation>Une colonne des zones.</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/clip_by_zones.py" line="45"/>
        <source>Zones to write</source>
        <translation>Zones à écrire</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/clip_by_zones.py" line="45"/>
        <source>Only these, parted by commas. Empty: all.</source>
        <translation>Seulement celles-ci, séparées par des virgules. Vide : toutes.</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/clip_by_zones.py" line="51"/>
        <source>Begin of the names</source>
        <translation>Début des noms</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/clip_by_zones.py" line="51"/>
        <source>Stands before the zone in the names of the files.</source>
        <translation>Précède la zone dans les noms des fichiers.</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/clip_by_zones.py" line="55"/>
        <source>Format</source>
        <translation>Format</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/clip_by_zones.py" line="55"/>
        <source>gpkg: GeoPackage. fgb: FlatGeobuf. shp: Shapefile.</source>
        <translation>gpkg : GeoPackage. fgb : FlatGeobuf. shp : Shapefile.</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/clip_by_zones.py" line="65"/>
        <source>Number of files</source>
        <translation>Nombre de fichiers</translation>
    </message>
</context>
<context>
    <name>CompareMaps</name>
    <message>
        <location filename="../processing_provider/validation/compare_maps.py" line="38"/>
        <source>Compare two maps</source>
        <translation>Comparer deux cartes</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/compare_maps.py" line="41"/>
        <source>Tells what became what between two maps of one grid, where, and which map is right more often.</source>
        <translation>Dit ce qui est devenu quoi entre deux cartes d'une même grille, où, et quelle carte a plus souvent raison.</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/compare_maps.py" line="44"/>
        <source>The maps are of two years, or made in two ways. The page has the change matrix with areas, gains and losses of each class, agreement, kappa, quantity and allocation disagreement.

- CHANGES: places of change as polygons, with the classes before and after, area, and how likely both maps are right there.
- CHANGE_MAP: the kinds of change as a raster: 1 where nothing changed.
- REFERENCE: McNemar&apos;s test of which map is right more often, over pixels and over polygons.
- REPORT_1 and REPORT_2: net changes of the classes that heed the errors of the maps, with intervals.
- AREA_ESTIMATE: areas of change with intervals, from a sample of places that were interpreted.

Mapped areas of change are biased: wherever either map is wrong, the pair shows a change.</source>
        <translation>Les cartes sont de deux années, ou faites de deux façons. La page contient la matrice de changement avec les surfaces, les gains et pertes de chaque classe, l'accord, le kappa, les désaccords de quantité et d'allocation.

- CHANGES : les lieux de changement sous forme de polygones, avec les classes avant et après, la surface, et la probabilité que les deux cartes y soient justes.
- CHANGE_MAP : les types de changement sous forme de raster : 1 là où rien n'a changé.
- REFERENCE : test de McNemar qui dit quelle carte a plus souvent raison, sur les pixels et sur les polygones.
- REPORT_1 et REPORT_2 : soldes des changements de chaque classe, qui tiennent compte des erreurs des cartes, avec des intervalles.
- AREA_ESTIMATE : surfaces de changement avec des intervalles, d'après un échantillon de lieux interprétés.

Les surfaces de changement cartographiées sont biaisées : partout où l'une des cartes se trompe, la paire montre un changement.</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/compare_maps.py" line="57"/>
        <source>change detection,change matrix,transition,McNemar,confusion,kappa,quantity disagreement,years</source>
        <translation>détection de changements,matrice de changement,transition,McNemar,confusion,kappa,désaccord de quantité,années</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/compare_maps.py" line="60"/>
        <source>First map</source>
        <translation>Première carte</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/compare_maps.py" line="60"/>
        <source>The earlier one, or A: a raster of class codes.</source>
        <translation>La plus ancienne, ou A : un raster de codes de classes.</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/compare_maps.py" line="61"/>
        <source>Second map</source>
        <translation>Seconde carte</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/compare_maps.py" line="61"/>
        <source>The later one, or B, on the same grid of pixels.</source>
        <translation>La plus récente, ou B, sur la même grille de pixels.</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/compare_maps.py" line="62"/>
        <source>Confidence of the first map</source>
        <translation>Confiance de la première carte</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/compare_maps.py" line="63"/>
        <source>0 to 100.</source>
        <translation>De 0 à 100.</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/compare_maps.py" line="63"/>
        <source>Confidence of the second map</source>
        <translation>Confiance de la seconde carte</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/compare_maps.py" line="65"/>
        <source>Smallest place of change (m2)</source>
        <translation>Plus petit lieu de changement (m2)</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/compare_maps.py" line="65"/>
        <source>Smaller places are left out of the polygons; the figures count all. 0: none is left out.</source>
        <translation>Les lieux plus petits ne figurent pas dans les polygones ; les chiffres les comptent tous. 0 : aucun n'est écarté.</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/compare_maps.py" line="74"/>
        <source>Name of the first map</source>
        <translation>Nom de la première carte</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/compare_maps.py" line="76"/>
        <source>For the page. Empty: its file&apos;s name.</source>
        <translation>Pour la page. Vide : le nom de son fichier.</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/compare_maps.py" line="76"/>
        <source>Name of the second map</source>
        <translation>Nom de la seconde carte</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/compare_maps.py" line="82"/>
        <source>Reference of both maps</source>
        <translation>Référence des deux cartes</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/compare_maps.py" line="82"/>
        <source>Polygons or points of known class that held when both maps were made, and that neither was learnt from. Empty: no test of which map is better.</source>
        <translation>Polygones ou points de classe connue, valable quand les deux cartes ont été faites, et dont aucune n'a appris. Vide : pas de test de la meilleure carte.</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/compare_maps.py" line="92"/>
        <source>Column with the class code</source>
        <translation>Colonne du code de classe</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/compare_maps.py" line="92"/>
        <source>A column of the reference.</source>
        <translation>Une colonne de la référence.</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/compare_maps.py" line="99"/>
        <source>Column that numbers the polygons</source>
        <translation>Colonne du numéro des polygones</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/compare_maps.py" line="99"/>
        <source>Features with the same value count as one observation. Empty: polygon_id if there is one.</source>
        <translation>Les entités de même valeur comptent pour une observation. Vide : polygon_id s'il existe.</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/compare_maps.py" line="126"/>
        <source>JSON files (*.json)</source>
        <translation>Fichiers JSON (*.json)</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/compare_maps.py" line="110"/>
        <source>The JSON that &apos;Accuracy of a map&apos; or the chain wrote. Needs that of the other map too.</source>
        <translation>Le JSON écrit par « Exactitude d'une carte » ou par la chaîne. Demande aussi celui de l'autre carte.</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/compare_maps.py" line="111"/>
        <source>Report of the first map</source>
        <translation>Rapport de la première carte</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/compare_maps.py" line="112"/>
        <source>Report of the second map</source>
        <translation>Rapport de la seconde carte</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/compare_maps.py" line="113"/>
        <source>Area estimate</source>
        <translation>Estimation de surfaces</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/compare_maps.py" line="113"/>
        <source>The JSON that estimate_area wrote with the map of changes of the same two maps as its map.</source>
        <translation>Le JSON que estimate_area a écrit avec, pour carte, la carte des changements des deux mêmes cartes.</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/compare_maps.py" line="123"/>
        <source>Page</source>
        <translation>Page</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/compare_maps.py" line="123"/>
        <source>The page to write.</source>
        <translation>La page à écrire.</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/compare_maps.py" line="123"/>
        <source>HTML files (*.html)</source>
        <translation>Fichiers HTML (*.html)</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/compare_maps.py" line="126"/>
        <source>Figures</source>
        <translation>Chiffres</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/compare_maps.py" line="126"/>
        <source>The same numbers as JSON.</source>
        <translation>Les mêmes nombres en JSON.</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/compare_maps.py" line="133"/>
        <source>Places of change</source>
        <translation>Lieux de changement</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/compare_maps.py" line="133"/>
        <source>Polygons. The ending says the format: .gpkg, .fgb or .shp.</source>
        <translation>Polygones. L'extension détermine le format : .gpkg, .fgb ou .shp.</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/compare_maps.py" line="140"/>
        <source>Map of changes</source>
        <translation>Carte des changements</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/compare_maps.py" line="140"/>
        <source>What became what, as a raster.</source>
        <translation>Ce qui est devenu quoi, sous forme de raster.</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/compare_maps.py" line="145"/>
        <source>Share of the area that changed</source>
        <translation>Part de la surface qui a changé</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/compare_maps.py" line="146"/>
        <source>Overall agreement</source>
        <translation>Accord global</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/compare_maps.py" line="150"/>
        <source>Name the column of REFERENCE with the class codes: CLASS_FIELD.</source>
        <translation>Nommez la colonne de REFERENCE qui contient les codes de classes : CLASS_FIELD.</translation>
    </message>
</context>
<context>
    <name>Composite</name>
    <message>
        <location filename="../processing_provider/time_series/composite.py" line="19"/>
        <source>Make composites</source>
        <translation>Faire des composites</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/composite.py" line="22"/>
        <source>Makes one image of the clear acquisitions of each month, or of another window of days.</source>
        <translation>Fait une image des acquisitions claires de chaque mois, ou d'une autre fenêtre de jours.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/composite.py" line="25"/>
        <source>- median: the middle value of each band
- medoid: the acquisition closest to all others, so that the bands of a pixel are of one day
- max_ndvi: the greenest acquisition
- weighted: a mean in which acquisitions near the middle of the window count more, as in the monthly syntheses of Theia

Pixels that are never clear in a window have no data. In QGIS each window becomes a layer too, and the temporal controller (the clock in the tool bar) plays the year.</source>
        <translation>- median : la valeur médiane de chaque bande
- medoid : l'acquisition la plus proche de toutes les autres, si bien que les bandes d'un pixel sont du même jour
- max_ndvi : l'acquisition la plus verte
- weighted : une moyenne où comptent davantage les acquisitions proches du milieu de la fenêtre, comme dans les synthèses mensuelles de Theia

Les pixels qui ne sont jamais clairs dans une fenêtre sont sans donnée. Dans QGIS, chaque fenêtre devient aussi une couche, et le contrôleur temporel (l'horloge de la barre d'outils) fait défiler l'année.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/composite.py" line="36"/>
        <source>composite,synthesis,median,medoid,maximum NDVI,monthly,mosaic,L3A,time series</source>
        <translation>composite,synthèse,médiane,médoïde,NDVI maximal,mensuel,mosaïque,L3A,série temporelle</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/composite.py" line="39"/>
        <source>Method</source>
        <translation>Méthode</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/composite.py" line="39"/>
        <source>How one value is made of many.</source>
        <translation>Comment une valeur est faite de plusieurs.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/composite.py" line="40"/>
        <source>Days of a window</source>
        <translation>Jours d'une fenêtre</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/composite.py" line="40"/>
        <source>0: calendar months, or as in the file of options (SERIES).</source>
        <translation>0 : mois du calendrier, ou comme dans le fichier d'options (SERIES).</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/composite.py" line="47"/>
        <source>Write the indices too</source>
        <translation>Écrire aussi les indices</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/composite.py" line="47"/>
        <source>NDVI, NDWI, brightness, or those of SERIES.</source>
        <translation>NDVI, NDWI, brillance, ou ceux de SERIES.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/composite.py" line="59"/>
        <source>Composites</source>
        <translation>Composites</translation>
    </message>
</context>
<context>
    <name>ConsistentYears</name>
    <message>
        <location filename="../processing_provider/postprocess/consistent_years.py" line="32"/>
        <source>Make yearly maps consistent</source>
        <translation>Rendre cohérentes des cartes annuelles</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/consistent_years.py" line="35"/>
        <source>Corrects a series of yearly maps by rules of what may follow what, and takes flicker out.</source>
        <translation>Corrige une série de cartes annuelles selon des règles de succession des classes, et en retire le papillotement.</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/consistent_years.py" line="38"/>
        <source>In each pixel the likeliest course of classes over the years is found that keeps to the rules (a hidden Markov model). What each map says counts as far as its probabilities, or its confidence, say.

The rules are a table (CSV) with the columns from, to, allowed and years:

- from, to: codes or names of classes, parted by |, or any. Classes joined by + are together.
- allowed: no, yes, or how likely the change is in a year, from 0 to 1.
- years: how many years the new class lasts at least; 2 takes away what is there for one year only.

Later lines stand above earlier ones. The corrected maps are written into a folder under the names of the maps.</source>
        <translation>Dans chaque pixel est cherchée la suite de classes la plus probable au fil des années qui respecte les règles (un modèle de Markov caché). Ce que dit chaque carte compte autant que le disent ses probabilités, ou sa confiance.

Les règles sont un tableau (CSV) avec les colonnes from, to, allowed et years :

- from, to : codes ou noms de classes, séparés par |, ou any. Les classes jointes par + vont ensemble.
- allowed : no, yes, ou la probabilité du changement en un an, de 0 à 1.
- years : combien d'années la nouvelle classe dure au moins ; 2 retire ce qui n'est là qu'une seule année.

Les lignes du bas l'emportent sur celles du haut. Les cartes corrigées sont écrites dans un dossier sous les noms des cartes.</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/consistent_years.py" line="50"/>
        <source>years,time series of maps,transition rules,flicker,hidden Markov model,Viterbi,consistency</source>
        <translation>années,série temporelle de cartes,règles de transition,papillotement,modèle de Markov caché,Viterbi,cohérence</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/consistent_years.py" line="53"/>
        <source>Maps</source>
        <translation>Cartes</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/consistent_years.py" line="53"/>
        <source>One a year, in the order of the years, on one grid of pixels.</source>
        <translation>Une par an, dans l'ordre des années, sur une même grille de pixels.</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/consistent_years.py" line="56"/>
        <source>Years</source>
        <translation>Années</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/consistent_years.py" line="56"/>
        <source>Of the maps, in their order and parted by commas, for example 2021,2022,2023.</source>
        <translation>Des cartes, dans leur ordre et séparées par des virgules, par exemple 2021,2022,2023.</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/consistent_years.py" line="60"/>
        <source>Probabilities</source>
        <translation>Probabilités</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/consistent_years.py" line="60"/>
        <source>Rasters of probabilities of the maps, in the same order: the best ground to decide on.</source>
        <translation>Rasters des probabilités des cartes, dans le même ordre : la meilleure base pour décider.</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/consistent_years.py" line="66"/>
        <source>Confidences</source>
        <translation>Confiances</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/consistent_years.py" line="66"/>
        <source>Rasters of confidence (0 to 100), in the same order, where there are no probabilities.</source>
        <translation>Rasters de confiance (0 à 100), dans le même ordre, quand il n'y a pas de probabilités.</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/consistent_years.py" line="72"/>
        <source>Rules</source>
        <translation>Règles</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/consistent_years.py" line="72"/>
        <source>A CSV with the columns from, to, allowed and years. Empty: every change is allowed.</source>
        <translation>Un CSV avec les colonnes from, to, allowed et years. Vide : tout changement est permis.</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/consistent_years.py" line="72"/>
        <source>CSV files (*.csv *.txt)</source>
        <translation>Fichiers CSV (*.csv *.txt)</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/consistent_years.py" line="82"/>
        <source>Folder</source>
        <translation>Dossier</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/consistent_years.py" line="82"/>
        <source>Where the corrected maps are written.</source>
        <translation>Où sont écrites les cartes corrigées.</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/consistent_years.py" line="83"/>
        <source>Folder of confidences</source>
        <translation>Dossier des confiances</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/consistent_years.py" line="83"/>
        <source>Where rasters of how likely each class is, given all years, are written. Empty: none.</source>
        <translation>Où sont écrits des rasters qui disent à quel point chaque classe est probable, compte tenu de toutes les années. Vide : aucun.</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/consistent_years.py" line="89"/>
        <source>Figures</source>
        <translation>Chiffres</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/consistent_years.py" line="89"/>
        <source>What was corrected, as JSON.</source>
        <translation>Ce qui a été corrigé, en JSON.</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/consistent_years.py" line="89"/>
        <source>JSON files (*.json)</source>
        <translation>Fichiers JSON (*.json)</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/consistent_years.py" line="98"/>
        <source>Persistence</source>
        <translation>Persistance</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/consistent_years.py" line="98"/>
        <source>How likely a place keeps its class from one year to the next. The higher, the more evidence a change needs. 0: only the rules count, and a series that keeps to them stays as it is.</source>
        <translation>Probabilité qu'un lieu garde sa classe d'une année à la suivante. Plus elle est élevée, plus il faut de preuves d'un changement. 0 : seules les règles comptent, et une série qui les respecte reste telle quelle.</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/consistent_years.py" line="110"/>
        <source>How often a map is right (%)</source>
        <translation>Fréquence à laquelle une carte a raison (%)</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/consistent_years.py" line="110"/>
        <source>Where neither probabilities nor confidences say so.</source>
        <translation>Quand ni les probabilités ni les confiances ne le disent.</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/consistent_years.py" line="119"/>
        <source>Fill years without data</source>
        <translation>Combler les années sans donnée</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/consistent_years.py" line="119"/>
        <source>With the class that fits best between the other years. Else they stay without data.</source>
        <translation>Avec la classe qui convient le mieux entre les autres années. Sinon elles restent sans donnée.</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/consistent_years.py" line="127"/>
        <source>Share of the pixels that were corrected</source>
        <translation>Part des pixels corrigés</translation>
    </message>
</context>
<context>
    <name>CopySamples</name>
    <message>
        <location filename="../processing_provider/samples/copy_samples.py" line="30"/>
        <source>Copy samples between regions</source>
        <translation>Copier des échantillons entre régions</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/copy_samples.py" line="33"/>
        <source>Lets the model of a region learn from samples of another region, for classes that it lacks.</source>
        <translation>Permet au modèle d'une région d'apprendre d'échantillons d'une autre région, pour les classes qui lui manquent.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/copy_samples.py" line="36"/>
        <source>Each region has a model of its own, which knows only the classes that it has samples of. Copied samples get the name of the other region; the column copied_from tells where they come from. Only what a run learns from is copied, and only that run learns from the copy.</source>
        <translation>Chaque région a son propre modèle, qui ne connaît que les classes dont elle a des échantillons. Les échantillons copiés prennent le nom de l'autre région ; la colonne copied_from dit d'où ils viennent. Seuls les échantillons d'apprentissage d'un tirage sont copiés, et seul ce tirage apprend de la copie.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/copy_samples.py" line="43"/>
        <source>samples,copy,region,eco-climatic zone,missing class,sample management</source>
        <translation>échantillons,copie,région,zone éco-climatique,classe manquante,gestion des échantillons</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/copy_samples.py" line="46"/>
        <source>Samples</source>
        <translation>Échantillons</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/copy_samples.py" line="46"/>
        <source>Made by &apos;Read the values of the samples&apos;, with regions.</source>
        <translation>Produits par « Lire les valeurs des échantillons », avec des régions.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/copy_samples.py" line="49"/>
        <source>Column with the class</source>
        <translation>Colonne de la classe</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/copy_samples.py" line="74"/>
        <source>A column of the samples.</source>
        <translation>Une colonne des échantillons.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/copy_samples.py" line="50"/>
        <source>Table of copies</source>
        <translation>Tableau des copies</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/copy_samples.py" line="50"/>
        <source>CSV with the columns from, to, class, count: the region that gives, the region that gets, the class (* for all) and how many samples (-1: all). Empty: what the next parameters say.</source>
        <translation>CSV avec les colonnes from, to, class, count : la région qui donne, la région qui reçoit, la classe (* pour toutes) et le nombre d'échantillons (-1 : tous). Vide : ce que disent les paramètres suivants.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/copy_samples.py" line="50"/>
        <source>Tables (*.csv)</source>
        <translation>Tableaux (*.csv)</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/copy_samples.py" line="60"/>
        <source>Region that gives</source>
        <translation>Région qui donne</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/copy_samples.py" line="61"/>
        <source>Used without a table.</source>
        <translation>Utilisé sans tableau.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/copy_samples.py" line="61"/>
        <source>Region that gets</source>
        <translation>Région qui reçoit</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/copy_samples.py" line="62"/>
        <source>Classes to copy</source>
        <translation>Classes à copier</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/copy_samples.py" line="62"/>
        <source>Codes or names, parted by commas; used without a table. Empty: all classes.</source>
        <translation>Codes ou noms, séparés par des virgules ; utilisé sans tableau. Vide : toutes les classes.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/copy_samples.py" line="67"/>
        <source>Samples of each class</source>
        <translation>Échantillons de chaque classe</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/copy_samples.py" line="67"/>
        <source>In each run of the split; used without a table. -1: all.</source>
        <translation>Dans chaque tirage du partage ; utilisé sans tableau. -1 : tous.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/copy_samples.py" line="74"/>
        <source>Column with the region</source>
        <translation>Colonne de la région</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/copy_samples.py" line="84"/>
        <source>Samples with the copies</source>
        <translation>Échantillons avec les copies</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/copy_samples.py" line="84"/>
        <source>The samples file to write (GeoPackage).</source>
        <translation>Le fichier d'échantillons à écrire (GeoPackage).</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/copy_samples.py" line="88"/>
        <source>Number of samples</source>
        <translation>Nombre d'échantillons</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/copy_samples.py" line="89"/>
        <source>Number of copies</source>
        <translation>Nombre de copies</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/copy_samples.py" line="93"/>
        <source>Give a table of copies (RULES), or FROM_REGION and TO_REGION.</source>
        <translation>Donnez un tableau des copies (RULES), ou FROM_REGION et TO_REGION.</translation>
    </message>
</context>
<context>
    <name>Coregister</name>
    <message>
        <location filename="../processing_provider/time_series/coregister.py" line="32"/>
        <source>Align images (co-registration)</source>
        <translation>Recaler les images</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/coregister.py" line="35"/>
        <source>Finds how far each image lies from a reference, to a part of a pixel, and corrects it.</source>
        <translation>Mesure de combien chaque image est décalée par rapport à une référence, à une fraction de pixel près, et corrige ce décalage.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/coregister.py" line="38"/>
        <source>No image is rewritten: the result is a catalogue like the input, whose shifts (columns shift_x and shift_y) are applied whenever the images are read. Use it in place of the old catalogue.

Many small windows that are clear in both images are compared (phase correlation); the shift on which most of them agree counts. Images that are too cloudy are named; they get the shift of the others.

The reference may have any resolution and coordinate system: an orthophoto, an image of another satellite, or one of the images themselves, given by its date.</source>
        <translation>Aucune image n'est réécrite : le résultat est un catalogue comme celui donné, dont les décalages (colonnes shift_x et shift_y) sont appliqués à chaque lecture des images. Servez-vous-en à la place de l'ancien.

Beaucoup de petites fenêtres, claires dans les deux images, sont comparées (corrélation de phase) ; le décalage sur lequel la plupart s'accordent est retenu. Les images trop nuageuses sont nommées ; elles reçoivent le décalage des autres.

La référence peut avoir n'importe quelle résolution et n'importe quel système de coordonnées : une orthophoto, une image d'un autre satellite, ou l'une des images elles-mêmes, donnée par sa date.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/coregister.py" line="48"/>
        <source>coregistration,co-registration,registration,shift,align,geometry,offset,sub-pixel,reference</source>
        <translation>recalage,coregistration,décalage,aligner,géométrie,superposition,sous-pixel,référence</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/coregister.py" line="52"/>
        <source>Reference image</source>
        <translation>Image de référence</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/coregister.py" line="52"/>
        <source>A raster that lies right. Empty: the images of the reference date.</source>
        <translation>Un raster bien placé. Vide : les images de la date de référence.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/coregister.py" line="58"/>
        <source>Band of the reference image</source>
        <translation>Bande de l'image de référence</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/coregister.py" line="58"/>
        <source>Number of the band that looks most like the band of the images.</source>
        <translation>Numéro de la bande qui ressemble le plus à celle des images.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/coregister.py" line="65"/>
        <source>Reference date</source>
        <translation>Date de référence</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/coregister.py" line="65"/>
        <source>Without a reference image: the images of this date lie right. With one: the date when it was taken, where a chain begins.</source>
        <translation>Sans image de référence : les images de cette date sont bien placées. Avec une : la date de sa prise de vue, où commence une chaîne.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/coregister.py" line="73"/>
        <source>Band of the images</source>
        <translation>Bande des images</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/coregister.py" line="73"/>
        <source>Name of a band, or what it shows: blue, green, red, nir.</source>
        <translation>Nom d'une bande, ou ce qu'elle montre : blue, green, red, nir.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/coregister.py" line="79"/>
        <source>What is compared</source>
        <translation>Ce qui est comparé</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/coregister.py" line="79"/>
        <source>each_date: each image with the reference. one_for_all: the same, but all images of a sensor get one shift, the median. chain: one image with the reference, each other with its neighbour in time, for references of another season.</source>
        <translation>each_date : chaque image avec la référence. one_for_all : de même, mais toutes les images d'un capteur reçoivent un seul décalage, le médian. chain : une image avec la référence, chaque autre avec sa voisine dans le temps, pour les références d'une autre saison.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/coregister.py" line="90"/>
        <source>Largest shift (pixels)</source>
        <translation>Plus grand décalage (pixels)</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/coregister.py" line="90"/>
        <source>Larger shifts of a window are not believed.</source>
        <translation>Les décalages plus grands d'une fenêtre ne sont pas retenus.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/coregister.py" line="98"/>
        <source>Catalogue</source>
        <translation>Catalogue</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/coregister.py" line="98"/>
        <source>The GeoPackage to write: like the input, with the shifts.</source>
        <translation>Le GeoPackage à écrire : comme celui donné, avec les décalages.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/coregister.py" line="104"/>
        <source>Table</source>
        <translation>Tableau</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/coregister.py" line="104"/>
        <source>A row for each image: its shift, how many windows agree, and why an image could not be aligned.</source>
        <translation>Une ligne par image : son décalage, le nombre de fenêtres qui s'accordent, et pourquoi une image n'a pas pu être recalée.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/coregister.py" line="104"/>
        <source>Tables (*.csv)</source>
        <translation>Tableaux (*.csv)</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/coregister.py" line="114"/>
        <source>Sensors</source>
        <translation>Capteurs</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/coregister.py" line="114"/>
        <source>Only these are aligned, with commas between: S2,L8. Empty: all that have the band.</source>
        <translation>Seuls ceux-ci sont recalés, séparés par des virgules : S2,L8. Vide : tous ceux qui ont la bande.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/coregister.py" line="120"/>
        <source>Size of the windows (pixels)</source>
        <translation>Taille des fenêtres (pixels)</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/coregister.py" line="120"/>
        <source>Side of the windows that are compared.</source>
        <translation>Côté des fenêtres comparées.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/coregister.py" line="129"/>
        <source>Size of the smallest windows (pixels)</source>
        <translation>Taille des plus petites fenêtres (pixels)</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/coregister.py" line="129"/>
        <source>Windows are halved down to this size until enough of them are clear and agree.</source>
        <translation>Les fenêtres sont divisées par deux jusqu'à cette taille, tant qu'elles ne sont pas assez nombreuses à être claires et à s'accorder.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/coregister.py" line="138"/>
        <source>Least number of windows</source>
        <translation>Nombre minimal de fenêtres</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/coregister.py" line="138"/>
        <source>So many windows must agree on a shift.</source>
        <translation>Autant de fenêtres doivent s'accorder sur un décalage.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/coregister.py" line="146"/>
        <source>Precision</source>
        <translation>Précision</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/coregister.py" line="146"/>
        <source>The shift of a window is found to 1 / precision of a pixel.</source>
        <translation>Le décalage d'une fenêtre est trouvé à 1 / précision de pixel près.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/coregister.py" line="159"/>
        <source>Number of images aligned</source>
        <translation>Nombre d'images recalées</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/coregister.py" line="160"/>
        <source>Number of images that could not be aligned</source>
        <translation>Nombre d'images qui n'ont pas pu être recalées</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/coregister.py" line="164"/>
        <source>No reference is given: give REFERENCE, or the date of images that lie right.</source>
        <translation>Aucune référence n'est donnée : donnez REFERENCE, ou la date d'images bien placées.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/coregister.py" line="166"/>
        <source>The smallest windows are larger than the largest: exchange WINDOW and SMALLEST_WINDOW.</source>
        <translation>Les plus petites fenêtres sont plus grandes que les plus grandes : échangez WINDOW et SMALLEST_WINDOW.</translation>
    </message>
</context>
<context>
    <name>CrossValidate</name>
    <message>
        <location filename="../processing_provider/learning/cross_validate.py" line="29"/>
        <source>Cross-validate a classifier</source>
        <translation>Validation croisée d'un classifieur</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/cross_validate.py" line="32"/>
        <source>Estimates how accurate a classifier is, by learning on some samples and testing on the others.</source>
        <translation>Estime l'exactitude d'un classifieur, en apprenant sur une partie des échantillons et en testant sur les autres.</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/cross_validate.py" line="47"/>
        <source>Column with the group</source>
        <translation>Colonne du groupe</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/cross_validate.py" line="56"/>
        <source>Number of parts</source>
        <translation>Nombre de parties</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/cross_validate.py" line="56"/>
        <source>Each is tested once.</source>
        <translation>Chacune est testée une fois.</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/cross_validate.py" line="57"/>
        <source>Repetitions</source>
        <translation>Répétitions</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/cross_validate.py" line="57"/>
        <source>With other random parts; more of them narrow the interval.</source>
        <translation>Avec d'autres parties aléatoires ; un plus grand nombre resserre l'intervalle.</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/cross_validate.py" line="68"/>
        <source>Report</source>
        <translation>Rapport</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/cross_validate.py" line="68"/>
        <source>A page with the scores and the confusion matrix.</source>
        <translation>Une page avec les scores et la matrice de confusion.</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/cross_validate.py" line="68"/>
        <source>HTML files (*.html)</source>
        <translation>Fichiers HTML (*.html)</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/cross_validate.py" line="75"/>
        <source>Scores</source>
        <translation>Scores</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/cross_validate.py" line="75"/>
        <source>The same numbers as JSON.</source>
        <translation>Les mêmes nombres en JSON.</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/cross_validate.py" line="75"/>
        <source>JSON files (*.json)</source>
        <translation>Fichiers JSON (*.json)</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/cross_validate.py" line="47"/>
        <source>Samples with the same value stay together. Empty (in a shell GROUP_FIELD=): each for itself.</source>
        <translation>Les échantillons de même valeur restent ensemble. Vide (GROUP_FIELD= en ligne de commande) : chacun pour soi.</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/cross_validate.py" line="35"/>
        <source>Samples of one group (one polygon) are never in the learning and in the test part at once: otherwise the estimate would be too good. Polygons near each other are alike too: SPLIT keeps more together.

kNNDM: Linnenbrink et al. 2024, doi 10.5194/gmd-17-5897-2024.</source>
        <translation>Les échantillons d'un groupe (d'un polygone) ne sont jamais à la fois dans la partie d'apprentissage et dans la partie de test : sinon l'estimation serait trop belle. Des polygones proches se ressemblent aussi : SPLIT en garde davantage ensemble.

kNNDM : Linnenbrink et al. 2024, doi 10.5194/gmd-17-5897-2024.</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/cross_validate.py" line="42"/>
        <source>cross-validation,accuracy,folds,groups,spatial,block,kNNDM,classifier,machine learning</source>
        <translation>validation croisée,exactitude,parties,groupes,spatial,bloc,kNNDM,classifieur,apprentissage automatique</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/cross_validate.py" line="84"/>
        <source>What stays whole</source>
        <translation>Ce qui reste entier</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/cross_validate.py" line="84"/>
        <source>group: the groups. block: all polygons of a square; tile, region: those of an image tile or a region: for maps used far from the samples. year: each year is tested by what the others teach. knndm: held-out polygons lie as far from the others as the map does from the samples: the best choice where polygons are bunched and the map is larger. Polygons stay whole in each.</source>
        <translation>group : les groupes. block : tous les polygones d'un carré ; tile, region : ceux d'une tuile d'images ou d'une région : pour les cartes utilisées loin des échantillons. year : chaque année est testée par ce qu'enseignent les autres. knndm : les polygones mis de côté sont aussi loin des autres que la carte l'est des échantillons : le meilleur choix quand les polygones sont groupés et la carte plus étendue. Les polygones restent entiers dans tous les cas.</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/cross_validate.py" line="97"/>
        <source>Side of the squares in metres (block)</source>
        <translation>Côté des carrés en mètres (block)</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/cross_validate.py" line="97"/>
        <source>0: as far as the features resemble themselves; the log tells.</source>
        <translation>0 : la distance jusqu'à laquelle les variables se ressemblent ; le journal la donne.</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/cross_validate.py" line="105"/>
        <source>Column with the year (year)</source>
        <translation>Colonne de l'année (year)</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/cross_validate.py" line="105"/>
        <source>Empty: year, or campaign, which &apos;Merge samples&apos; writes.</source>
        <translation>Vide : year, ou campaign, qu'écrit « Fusionner des échantillons ».</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/cross_validate.py" line="113"/>
        <source>Area that is mapped (knndm)</source>
        <translation>Zone cartographiée (knndm)</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/cross_validate.py" line="113"/>
        <source>A raster (0 is left out) or polygons. Empty: the box around the samples.</source>
        <translation>Un raster (0 est écarté) ou des polygones. Vide : le rectangle qui entoure les échantillons.</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/cross_validate.py" line="119"/>
        <source>Part of the area (knndm)</source>
        <translation>Partie de la zone (knndm)</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/cross_validate.py" line="119"/>
        <source>Only this rectangle is mapped. Empty: everything.</source>
        <translation>Seul ce rectangle est cartographié. Vide : tout.</translation>
    </message>
</context>
<context>
    <name>DatedLayers</name>
    <message>
        <location filename="../processing_provider/dated_layers.py" line="45"/>
        <source>Dates of {name}</source>
        <translation>Dates de {name}</translation>
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
        <location filename="../processing_provider/tools/demo_data.py" line="38"/>
        <source>demo,example,synthetic,simulated,test,tutorial</source>
        <translation>démo,exemple,synthétique,simulé,essai,tutoriel</translation>
    </message>
    <message>
        <location filename="../processing_provider/tools/demo_data.py" line="41"/>
        <source>Side of a tile (pixels of 10 m)</source>
        <translation>Côté d'une tuile (pixels de 10 m)</translation>
    </message>
    <message>
        <location filename="../processing_provider/tools/demo_data.py" line="49"/>
        <source>Dates in the year</source>
        <translation>Dates dans l'année</translation>
    </message>
    <message>
        <location filename="../processing_provider/tools/demo_data.py" line="113"/>
        <source>Seed</source>
        <translation>Graine</translation>
    </message>
    <message>
        <location filename="../processing_provider/tools/demo_data.py" line="113"/>
        <source>Another number gives another area.</source>
        <translation>Un autre nombre donne une autre zone.</translation>
    </message>
    <message>
        <location filename="../processing_provider/tools/demo_data.py" line="116"/>
        <source>Folder to make</source>
        <translation>Dossier à créer</translation>
    </message>
    <message>
        <location filename="../processing_provider/tools/demo_data.py" line="116"/>
        <source>Everything is written into it.</source>
        <translation>Tout y est écrit.</translation>
    </message>
    <message>
        <location filename="../processing_provider/tools/demo_data.py" line="127"/>
        <source>The side of a tile is {size} pixels: choose an even number.</source>
        <translation>Le côté d'une tuile est de {size} pixels : choisissez un nombre pair.</translation>
    </message>
    <message>
        <location filename="../processing_provider/tools/demo_data.py" line="119"/>
        <source>Folder with images</source>
        <translation>Dossier d'images</translation>
    </message>
    <message>
        <location filename="../processing_provider/tools/demo_data.py" line="120"/>
        <source>Reference polygons</source>
        <translation>Polygones de référence</translation>
    </message>
    <message>
        <location filename="../processing_provider/tools/demo_data.py" line="121"/>
        <source>Regions</source>
        <translation>Régions</translation>
    </message>
    <message>
        <location filename="../processing_provider/tools/demo_data.py" line="122"/>
        <source>Nomenclature</source>
        <translation>Nomenclature</translation>
    </message>
    <message>
        <location filename="../processing_provider/tools/demo_data.py" line="123"/>
        <source>The true map</source>
        <translation>La vraie carte</translation>
    </message>
    <message>
        <location filename="../processing_provider/tools/demo_data.py" line="41"/>
        <source>Even, 96 to 10980. 512 takes about a minute and 600 MB.</source>
        <translation>Pair, de 96 à 10980. 512 demande environ une minute et 600 Mo.</translation>
    </message>
    <message>
        <location filename="../processing_provider/tools/demo_data.py" line="49"/>
        <source>Number of acquisitions, 2 to 110.</source>
        <translation>Nombre d'acquisitions, de 2 à 110.</translation>
    </message>
    <message>
        <location filename="../processing_provider/tools/demo_data.py" line="31"/>
        <source>Two overlapping Sentinel-2 tiles as Theia product folders, with clouds, shadows and orbit edges. The same seed gives the same files. Try the land-cover chain with the folder products and the polygons here. Sentinel-1 and Landsat images of the same area can be had with them.</source>
        <translation>Deux tuiles Sentinel-2 qui se chevauchent, en dossiers de produits Theia, avec nuages, ombres et bords d'orbite. La même graine donne les mêmes fichiers. Essayez la chaîne d'occupation du sol avec le dossier products et les polygones d'ici. Des images Sentinel-1 et Landsat de la même zone peuvent s'y ajouter.</translation>
    </message>
    <message>
        <location filename="../processing_provider/tools/demo_data.py" line="57"/>
        <source>Sensors</source>
        <translation>Capteurs</translation>
    </message>
    <message>
        <location filename="../processing_provider/tools/demo_data.py" line="57"/>
        <source>sentinel2: Theia products; sentinel1: sigma nought every 12 days from each side, as S1Tiling writes it; landsat: Collection 2 scenes every 16 days. All three: twice the time, three times the disk.</source>
        <translation>sentinel2 : produits Theia ; sentinel1 : sigma zéro tous les 12 jours de chaque côté, comme l'écrit S1Tiling ; landsat : scènes de la Collection 2 tous les 16 jours. Les trois : deux fois plus de temps, trois fois plus de disque.</translation>
    </message>
    <message>
        <location filename="../processing_provider/tools/demo_data.py" line="68"/>
        <source>Share of cloudy dates</source>
        <translation>Part des dates nuageuses</translation>
    </message>
    <message>
        <location filename="../processing_provider/tools/demo_data.py" line="68"/>
        <source>Share of the Sentinel-2 dates that are mostly under clouds, 0 to 1. Below 0: as in a usual year.</source>
        <translation>Part des dates Sentinel-2 presque entièrement sous les nuages, de 0 à 1. Moins de 0 : comme dans une année ordinaire.</translation>
    </message>
    <message>
        <location filename="../processing_provider/tools/demo_data.py" line="79"/>
        <source>Year</source>
        <translation>Année</translation>
    </message>
    <message>
        <location filename="../processing_provider/tools/demo_data.py" line="79"/>
        <source>2021 to 2030. Two areas of the same size and seed with different years show the same parcels: crops take turns, the seasons move by a few days, clouds differ, forests and towns stay.</source>
        <translation>De 2021 à 2030. Deux zones de mêmes taille et graine mais d'années différentes montrent les mêmes parcelles : les cultures tournent, les saisons se décalent de quelques jours, les nuages diffèrent, les forêts et les villes restent.</translation>
    </message>
    <message>
        <location filename="../processing_provider/tools/demo_data.py" line="91"/>
        <source>Days between the regions</source>
        <translation>Jours entre les régions</translation>
    </message>
    <message>
        <location filename="../processing_provider/tools/demo_data.py" line="91"/>
        <source>Days by which plants of the southern region are earlier than those of the northern one. With 30, crops of one region look like others of the other region, and each region needs its own model.</source>
        <translation>Jours d'avance des plantes de la région sud sur celles de la région nord. Avec 30, des cultures d'une région ressemblent à d'autres cultures de l'autre région, et chaque région a besoin de son propre modèle.</translation>
    </message>
    <message>
        <location filename="../processing_provider/tools/demo_data.py" line="103"/>
        <source>Scattered houses and orchards</source>
        <translation>Habitat dispersé et vergers</translation>
    </message>
    <message>
        <location filename="../processing_provider/tools/demo_data.py" line="103"/>
        <source>Adds two classes whose single pixels look like houses, gardens or trees: only their surroundings tell what they are.</source>
        <translation>Ajoute deux classes dont les pixels isolés ressemblent à des maisons, des jardins ou des arbres : seul leur entourage dit ce qu'elles sont.</translation>
    </message>
</context>
<context>
    <name>DrawAreaSample</name>
    <message>
        <location filename="../processing_provider/validation/draw_area_sample.py" line="22"/>
        <source>Draw an area sample</source>
        <translation>Tirer un échantillon de surfaces</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/draw_area_sample.py" line="25"/>
        <source>Draws pixels of each class at random, as points that a person interprets.</source>
        <translation>Tire au hasard des pixels de chaque classe, sous forme de points qu'une personne interprète.</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/draw_area_sample.py" line="28"/>
        <source>Open the attribute form of each point in the order of the column number, look at images that are better than those the map was made of, and choose in reference_code what is on the ground. You may stop at any number: what is done by then is a random sample of every class. Points without a class are left out by &apos;Estimate areas&apos;.

Do not move points, and do not skip those that are hard: give your best guess and a low confidence.</source>
        <translation>Ouvrez le formulaire d'attributs de chaque point dans l'ordre de la colonne number, regardez des images meilleures que celles dont la carte est faite, et choisissez dans reference_code ce qui est sur le terrain. Vous pouvez vous arrêter à n'importe quel numéro : ce qui est fait est alors un échantillon aléatoire de chaque classe. Les points sans classe sont laissés de côté par « Estimer les surfaces ».

Ne déplacez pas de points, et ne sautez pas ceux qui sont difficiles : donnez la réponse la plus vraisemblable et une confiance basse.</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/draw_area_sample.py" line="37"/>
        <source>area,stratified random sample,points,interpretation,reference,validation,sampling</source>
        <translation>surface,échantillon aléatoire stratifié,points,interprétation,référence,validation,échantillonnage</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/draw_area_sample.py" line="40"/>
        <source>Map</source>
        <translation>Carte</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/draw_area_sample.py" line="40"/>
        <source>A raster of class codes; points are centres of its pixels.</source>
        <translation>Un raster de codes de classes ; les points sont les centres de ses pixels.</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/draw_area_sample.py" line="41"/>
        <source>Sample plan</source>
        <translation>Plan d'échantillonnage</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/draw_area_sample.py" line="41"/>
        <source>Made by &apos;Plan an area sample&apos;, or any CSV with the columns code and samples.</source>
        <translation>Produit par « Planifier un échantillon de surfaces », ou tout CSV avec les colonnes code et samples.</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/draw_area_sample.py" line="41"/>
        <source>Tables (*.csv)</source>
        <translation>Tableaux (*.csv)</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/draw_area_sample.py" line="47"/>
        <source>Hide what the map says</source>
        <translation>Cacher ce que dit la carte</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/draw_area_sample.py" line="47"/>
        <source>Leaves out the class of the map, so that it cannot sway you. &apos;Estimate areas&apos; reads it again.</source>
        <translation>N'écrit pas la classe de la carte, pour qu'elle ne puisse pas vous influencer. « Estimer les surfaces » la relit.</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/draw_area_sample.py" line="52"/>
        <source>Outlines of the pixels</source>
        <translation>Contours des pixels</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/draw_area_sample.py" line="52"/>
        <source>Adds a layer with the square of each pixel: what is in it, and not beside it, is the class.</source>
        <translation>Ajoute une couche avec le carré de chaque pixel : la classe est ce qui s'y trouve, et non ce qui est à côté.</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/draw_area_sample.py" line="60"/>
        <source>Points to interpret</source>
        <translation>Points à interpréter</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/draw_area_sample.py" line="60"/>
        <source>The layer to write.</source>
        <translation>La couche à écrire.</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/draw_area_sample.py" line="63"/>
        <source>Number of points</source>
        <translation>Nombre de points</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/draw_area_sample.py" line="79"/>
        <source>Pixels of the points</source>
        <translation>Pixels des points</translation>
    </message>
</context>
<context>
    <name>EmbedSamples</name>
    <message>
        <location filename="../processing_provider/samples/embed_samples.py" line="18"/>
        <source>Learn from embeddings</source>
        <translation>Apprendre à partir des plongements (embeddings)</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/embed_samples.py" line="21"/>
        <source>Lets any learner see what a pretrained network makes of each series, instead of the values.</source>
        <translation>Donne à toute méthode d'apprentissage ce qu'un réseau préentraîné tire de chaque série, à la place des valeurs.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/embed_samples.py" line="24"/>
        <source>The samples keep their values, and are told which weights to use. Whatever is trained on the new samples (logistic is quick and good with few labels) computes the embeddings first: some dozens of numbers that tell how the year of a pixel goes. The model file holds the network too, so that &apos;Make the map&apos; needs nothing else.

The samples must have the sensors and bands that the weights were pretrained with; dates may be others, with gaps or filled. Neural networks start from the weights themselves: give them to &apos;Train a neural network&apos; as PRETRAINED, with the samples as they were.</source>
        <translation>Les échantillons gardent leurs valeurs et reçoivent l'indication des poids à utiliser. Tout ce qui est entraîné sur les nouveaux échantillons (logistic est rapide et bon avec peu d'étiquettes) calcule d'abord les plongements : quelques dizaines de nombres qui décrivent le déroulement de l'année d'un pixel. Le fichier de modèle contient aussi le réseau, de sorte que « Faire la carte » ne demande rien d'autre.

Les échantillons doivent avoir les capteurs et les bandes sur lesquels les poids ont été préentraînés ; les dates peuvent être différentes, avec des lacunes ou comblées. Les réseaux de neurones partent des poids eux-mêmes : donnez-les à « Entraîner un réseau de neurones » comme PRETRAINED, avec les échantillons d'origine.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/embed_samples.py" line="35"/>
        <source>embedding,pretrained,self-supervised,foundation model,Presto,features,samples,few labels</source>
        <translation>plongement,embedding,préentraîné,auto-supervisé,modèle de fondation,Presto,variables,échantillons,peu d'étiquettes</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/embed_samples.py" line="38"/>
        <source>Samples</source>
        <translation>Échantillons</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/embed_samples.py" line="38"/>
        <source>Made by &apos;Read the values of the samples&apos;.</source>
        <translation>Faits par « Lire les valeurs des échantillons ».</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/embed_samples.py" line="39"/>
        <source>Weights</source>
        <translation>Poids</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/embed_samples.py" line="39"/>
        <source>Made by &apos;Pretrain a network&apos;. Keep the file where it is until the models are trained.</source>
        <translation>Fait par « Préentraîner un réseau ». Laissez le fichier où il est jusqu'à ce que les modèles soient entraînés.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/embed_samples.py" line="39"/>
        <source>Weights (*.safetensors)</source>
        <translation>Poids (*.safetensors)</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/embed_samples.py" line="45"/>
        <source>Samples with embeddings</source>
        <translation>Échantillons avec plongements (embeddings)</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/embed_samples.py" line="45"/>
        <source>The samples file to write (GeoPackage).</source>
        <translation>Le fichier d'échantillons à écrire (GeoPackage).</translation>
    </message>
</context>
<context>
    <name>EstimateArea</name>
    <message>
        <location filename="../processing_provider/validation/estimate_area.py" line="25"/>
        <source>Estimate areas</source>
        <translation>Estimer les surfaces</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/estimate_area.py" line="28"/>
        <source>Tells how large the classes are on the ground, how right the map is, and how sure that is, from interpreted points.</source>
        <translation>Dit, d'après des points interprétés, quelle surface les classes occupent sur le terrain, à quel point la carte est juste, et avec quelle certitude.</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/estimate_area.py" line="34"/>
        <source>The stratified estimator of Olofsson et al. (2014): error-adjusted areas with 95 % intervals, overall, user&apos;s and producer&apos;s accuracy with theirs, and the error matrix as shares of the area. Where the strata are not the classes of the map, name the column with the stratum of each point: then it is that of Stehman (2014).

The areas of the strata are measured on the map, or given as a table. Points without a class on the ground are left out.</source>
        <translation>L'estimateur stratifié d'Olofsson et al. (2014) : surfaces corrigées des erreurs avec des intervalles à 95 %, exactitude globale, précisions utilisateur et producteur avec les leurs, et matrice d'erreur en parts de la surface. Quand les strates ne sont pas les classes de la carte, nommez la colonne de la strate de chaque point : c'est alors celui de Stehman (2014).

Les surfaces des strates sont mesurées sur la carte, ou données par un tableau. Les points sans classe sur le terrain sont laissés de côté.</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/estimate_area.py" line="44"/>
        <source>area,area estimation,error-adjusted area,confidence interval,Olofsson,Stehman,accuracy,REDD</source>
        <translation>surface,estimation de surfaces,surface corrigée des erreurs,intervalle de confiance,Olofsson,Stehman,exactitude,REDD</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/estimate_area.py" line="47"/>
        <source>Interpreted points</source>
        <translation>Points interprétés</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/estimate_area.py" line="47"/>
        <source>A random sample of the pixels of each stratum: made by &apos;Draw an area sample&apos;, and filled in.</source>
        <translation>Un échantillon aléatoire des pixels de chaque strate : produit par « Tirer un échantillon de surfaces », puis rempli.</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/estimate_area.py" line="53"/>
        <source>Column with the class on the ground</source>
        <translation>Colonne de la classe sur le terrain</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/estimate_area.py" line="53"/>
        <source>What was found at each point; empty: not interpreted yet.</source>
        <translation>Ce qui a été trouvé en chaque point ; vide : pas encore interprété.</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/estimate_area.py" line="60"/>
        <source>Column with the class of the map</source>
        <translation>Colonne de la classe de la carte</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/estimate_area.py" line="60"/>
        <source>Empty: it is read from the map.</source>
        <translation>Vide : elle est lue sur la carte.</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/estimate_area.py" line="68"/>
        <source>Map</source>
        <translation>Carte</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/estimate_area.py" line="68"/>
        <source>The map from which the sample was drawn: the areas of the strata are measured on it.</source>
        <translation>La carte d'où l'échantillon a été tiré : les surfaces des strates y sont mesurées.</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/estimate_area.py" line="74"/>
        <source>Table of strata</source>
        <translation>Tableau des strates</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/estimate_area.py" line="74"/>
        <source>Areas of the strata, instead of the map&apos;s: CSV with the columns code and area_m2.</source>
        <translation>Surfaces des strates, à la place de celles de la carte : un CSV avec les colonnes code et area_m2.</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/estimate_area.py" line="105"/>
        <source>Tables (*.csv)</source>
        <translation>Tableaux (*.csv)</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/estimate_area.py" line="81"/>
        <source>Column with the stratum</source>
        <translation>Colonne de la strate</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/estimate_area.py" line="81"/>
        <source>Where the strata are not the classes of the map. It needs a table of strata.</source>
        <translation>Quand les strates ne sont pas les classes de la carte. Demande un tableau des strates.</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/estimate_area.py" line="91"/>
        <source>Page</source>
        <translation>Page</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/estimate_area.py" line="91"/>
        <source>The result in words, tables and pictures.</source>
        <translation>Le résultat en mots, tableaux et figures.</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/estimate_area.py" line="91"/>
        <source>HTML files (*.html)</source>
        <translation>Fichiers HTML (*.html)</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/estimate_area.py" line="98"/>
        <source>Figures</source>
        <translation>Chiffres</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/estimate_area.py" line="98"/>
        <source>The same as JSON; the report of &apos;Accuracy of a map&apos; takes it.</source>
        <translation>La même chose en JSON ; le rapport de « Exactitude d'une carte » l'accepte.</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/estimate_area.py" line="98"/>
        <source>JSON files (*.json)</source>
        <translation>Fichiers JSON (*.json)</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/estimate_area.py" line="105"/>
        <source>Table of the classes</source>
        <translation>Tableau des classes</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/estimate_area.py" line="105"/>
        <source>A row for each class.</source>
        <translation>Une ligne par classe.</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/estimate_area.py" line="115"/>
        <source>Overall accuracy</source>
        <translation>Exactitude globale</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/estimate_area.py" line="119"/>
        <source>Give MAP or STRATA: the areas of the strata are needed.</source>
        <translation>Donnez MAP ou STRATA : les surfaces des strates sont nécessaires.</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/estimate_area.py" line="121"/>
        <source>Give STRATA, the areas of the strata that STRATUM_FIELD names.</source>
        <translation>Donnez STRATA, les surfaces des strates que nomme STRATUM_FIELD.</translation>
    </message>
</context>
<context>
    <name>ExportNetwork</name>
    <message>
        <location filename="../processing_provider/learning/export_network.py" line="18"/>
        <source>Export a neural network</source>
        <translation>Exporter un réseau de neurones</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/export_network.py" line="21"/>
        <source>Writes the neural network of a model as ONNX, for other software.</source>
        <translation>Écrit en ONNX le réseau de neurones d'un modèle, pour d'autres logiciels.</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/export_network.py" line="24"/>
        <source>The file takes the features of pixels as they are, one row a pixel, and gives the probabilities of the classes: normalisation, masks and temperature are inside. The names of the features and the codes and names of the classes are in its metadata.

Before the file appears, ONNX Runtime computes made-up pixels with it, and must find the probabilities of the model to 0.00001. The packages onnx and onnxruntime are needed; &apos;Check the installation&apos; tells how to install them. Networks with surroundings (utae) and other classifiers are not exported.</source>
        <translation>Le fichier prend les variables des pixels telles quelles, une ligne par pixel, et donne les probabilités des classes : normalisation, masques et température y sont inclus. Les noms des variables ainsi que les codes et noms des classes sont dans ses métadonnées.

Avant que le fichier n'apparaisse, ONNX Runtime calcule avec lui des pixels fictifs, et doit retrouver les probabilités du modèle à 0.00001 près. Les paquets onnx et onnxruntime sont nécessaires ; « Vérifier l'installation » dit comment les installer. Les réseaux avec voisinage (utae) et les autres classifieurs ne sont pas exportés.</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/export_network.py" line="34"/>
        <source>export,ONNX,neural network,deep learning,model,convert</source>
        <translation>export,ONNX,réseau de neurones,apprentissage profond,modèle,convertir</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/export_network.py" line="37"/>
        <source>Model</source>
        <translation>Modèle</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/export_network.py" line="37"/>
        <source>A model file made by &apos;Train a neural network&apos;.</source>
        <translation>Un fichier de modèle fait par « Entraîner un réseau de neurones ».</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/export_network.py" line="37"/>
        <source>Landweave models (*.lwm)</source>
        <translation>Modèles Landweave (*.lwm)</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/export_network.py" line="43"/>
        <source>Region</source>
        <translation>Région</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/export_network.py" line="43"/>
        <source>Whose network is written, where the model has one for each region. Empty: the only one.</source>
        <translation>Région dont le réseau est écrit, si le modèle en a un par région. Vide : le seul réseau.</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/export_network.py" line="48"/>
        <source>Network</source>
        <translation>Réseau</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/export_network.py" line="48"/>
        <source>The file to write.</source>
        <translation>Le fichier à écrire.</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/export_network.py" line="48"/>
        <source>ONNX files (*.onnx)</source>
        <translation>Fichiers ONNX (*.onnx)</translation>
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
    <name>ExtractPatches</name>
    <message>
        <location filename="../processing_provider/samples/extract_patches.py" line="28"/>
        <source>Read patches around the polygons</source>
        <translation>Lire des imagettes autour des polygones</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/extract_patches.py" line="31"/>
        <source>Reads the time series of squares of pixels that hold reference polygons, for networks that look at the surroundings of a pixel.</source>
        <translation>Lit les séries temporelles de carrés de pixels qui contiennent des polygones de référence, pour les réseaux qui regardent l'entourage d'un pixel.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/extract_patches.py" line="37"/>
        <source>All pixels of a patch are read exactly as when the map is made. Those in polygons have a label; others are surroundings. The file opens as a layer of squares: patches that are deleted there are not learnt from. &apos;Train a neural network&apos; with the network utae learns from it.</source>
        <translation>Tous les pixels d'une imagette sont lus exactement comme pour faire la carte. Ceux situés dans des polygones ont une étiquette ; les autres forment l'entourage. Le fichier s'ouvre comme une couche de carrés : les imagettes qui y sont supprimées ne servent pas à l'apprentissage. « Entraîner un réseau de neurones » avec le réseau utae apprend de ce fichier.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/extract_patches.py" line="44"/>
        <source>patches,chips,tiles,segmentation,U-Net,U-TAE,neural network,context,samples</source>
        <translation>imagettes,vignettes,tuiles,segmentation,U-Net,U-TAE,réseau de neurones,contexte,échantillons</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/extract_patches.py" line="48"/>
        <source>Prepared reference</source>
        <translation>Référence préparée</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/extract_patches.py" line="48"/>
        <source>Made by &apos;Prepare the reference&apos;, divided by &apos;Split into learning and validation&apos; if wanted.</source>
        <translation>Produite par « Préparer la référence », et partagée par « Partager en apprentissage et validation » si souhaité.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/extract_patches.py" line="54"/>
        <source>Field with the class</source>
        <translation>Champ de la classe</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/extract_patches.py" line="54"/>
        <source>That which the reference was prepared with. Empty: the same.</source>
        <translation>Ce qui a servi à préparer la référence. Vide : inchangé.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/extract_patches.py" line="62"/>
        <source>Pixels along a side</source>
        <translation>Pixels par côté</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/extract_patches.py" line="62"/>
        <source>A multiple of 8, from 16 to 256. Larger patches show more surroundings, and take more memory.</source>
        <translation>Un multiple de 8, de 16 à 256. De plus grandes imagettes montrent plus d'entourage, et prennent plus de mémoire.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/extract_patches.py" line="70"/>
        <source>Most patches</source>
        <translation>Nombre maximal d'imagettes</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/extract_patches.py" line="70"/>
        <source>Those with the largest shares of seldom classes are taken first.</source>
        <translation>Les imagettes aux plus grandes parts de classes rares sont prises en premier.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/extract_patches.py" line="79"/>
        <source>Patches</source>
        <translation>Imagettes</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/extract_patches.py" line="79"/>
        <source>The file to write (GeoPackage).</source>
        <translation>Le fichier à écrire (GeoPackage).</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/extract_patches.py" line="82"/>
        <source>Number of patches</source>
        <translation>Nombre d'imagettes</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/extract_patches.py" line="86"/>
        <source>SIZE is no multiple of 8.</source>
        <translation>SIZE n'est pas un multiple de 8.</translation>
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
        <location filename="../processing_provider/samples/extract_samples.py" line="51"/>
        <source>Samples</source>
        <translation>Échantillons</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/extract_samples.py" line="51"/>
        <source>The samples file to write (GeoPackage).</source>
        <translation>Le fichier d'échantillons à écrire (GeoPackage).</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/extract_samples.py" line="42"/>
        <source>Fewest clear acquisitions</source>
        <translation>Nombre minimal d'acquisitions claires</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/extract_samples.py" line="42"/>
        <source>Points that are seen clear on fewer dates, of all sensors together, are left out.</source>
        <translation>Les points vus clairs à moins de dates, tous capteurs réunis, sont laissés de côté.</translation>
    </message>
</context>
<context>
    <name>FeatureImportance</name>
    <message>
        <location filename="../processing_provider/learning/feature_importance.py" line="20"/>
        <source>Importance of dates and bands</source>
        <translation>Importance des dates et des bandes</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/feature_importance.py" line="23"/>
        <source>Tells which dates, months, bands and features a classifier needs, as a page with charts.</source>
        <translation>Dit de quels dates, mois, bandes et variables un classifieur a besoin, dans une page de graphiques.</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/feature_importance.py" line="26"/>
        <source>Values are shuffled among samples that were not learnt from, and the loss of accuracy is the importance. Dates and bands that are alike can stand in for each other, so look at months and bands before single features.</source>
        <translation>Les valeurs sont permutées entre des échantillons qui n'ont pas servi à l'apprentissage, et la perte d'exactitude donne l'importance. Des dates et des bandes semblables peuvent se remplacer : regardez donc les mois et les bandes avant les variables isolées.</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/feature_importance.py" line="33"/>
        <source>importance,features,dates,bands,permutation,classifier,explain,machine learning</source>
        <translation>importance,variables,dates,bandes,permutation,classifieur,expliquer,apprentissage automatique</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/feature_importance.py" line="38"/>
        <source>What is shuffled together</source>
        <translation>Ce qui est permuté ensemble</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/feature_importance.py" line="38"/>
        <source>date: all features of a day. month: of a month. band: all dates of a band or index. feature: each alone, the slowest. Empty: all of these.</source>
        <translation>date : toutes les variables d'un jour. month : d'un mois. band : toutes les dates d'une bande ou d'un indice. feature : chacune seule, le plus lent. Vide : tout cela.</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/feature_importance.py" line="51"/>
        <source>Repetitions</source>
        <translation>Répétitions</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/feature_importance.py" line="51"/>
        <source>How often each is shuffled.</source>
        <translation>Combien de fois chaque élément est permuté.</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/feature_importance.py" line="60"/>
        <source>Samples to look at</source>
        <translation>Échantillons à examiner</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/feature_importance.py" line="60"/>
        <source>Of each part at most; more take longer and tell small losses better from chance.</source>
        <translation>De chaque partie, au plus ; avec davantage, c'est plus long, mais les petites pertes se distinguent mieux du hasard.</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/feature_importance.py" line="70"/>
        <source>Report</source>
        <translation>Rapport</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/feature_importance.py" line="70"/>
        <source>A page with charts of the dates, the bands, and both.</source>
        <translation>Une page de graphiques des dates, des bandes, et des deux.</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/feature_importance.py" line="70"/>
        <source>HTML files (*.html)</source>
        <translation>Fichiers HTML (*.html)</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/feature_importance.py" line="77"/>
        <source>Table</source>
        <translation>Tableau</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/feature_importance.py" line="77"/>
        <source>A row for each date, month, band and feature.</source>
        <translation>Une ligne par date, mois, bande et variable.</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/feature_importance.py" line="77"/>
        <source>CSV files (*.csv)</source>
        <translation>Fichiers CSV (*.csv)</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/feature_importance.py" line="85"/>
        <source>Results</source>
        <translation>Résultats</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/feature_importance.py" line="85"/>
        <source>The same numbers as JSON.</source>
        <translation>Les mêmes nombres en JSON.</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/feature_importance.py" line="85"/>
        <source>JSON files (*.json)</source>
        <translation>Fichiers JSON (*.json)</translation>
    </message>
</context>
<context>
    <name>FeaturesChain</name>
    <message>
        <location filename="../processing_provider/chains/features_chain.py" line="22"/>
        <source>Rasters of features from images</source>
        <translation>Rasters de variables à partir d'images</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/features_chain.py" line="25"/>
        <source>Describes the year of each pixel, from a folder of images to rasters, without classifying.</source>
        <translation>Décrit l'année de chaque pixel, d'un dossier d'images jusqu'à des rasters, sans classer.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/features_chain.py" line="28"/>
        <source>The chain lists the images, counts the clear acquisitions and writes the features that the file of options (SERIES) describes. Interrupted, start it again with the same run folder: what is done is not done again.</source>
        <translation>La chaîne fait la liste des images, compte les acquisitions claires et écrit les variables que décrit le fichier d'options (SERIES). Interrompue, relancez-la avec le même dossier d'exécution : ce qui est fait n'est pas refait.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/features_chain.py" line="35"/>
        <source>features,chain,workflow,time series,gap filling,composite,statistics,iota2</source>
        <translation>variables,attributs,chaîne,série temporelle,comblement des lacunes,composite,statistiques,iota2</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/features_chain.py" line="46"/>
        <source>Run folder</source>
        <translation>Dossier d'exécution</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/features_chain.py" line="46"/>
        <source>Where the log and the state of the run are kept; started again, an unfinished run goes on.</source>
        <translation>Où sont gardés le journal et l'état de l'exécution ; relancée, une exécution inachevée continue.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/features_chain.py" line="51"/>
        <source>Where to write it. {RUN_FOLDER} stands for the run folder. Empty: there too.</source>
        <translation>Où l'écrire. {RUN_FOLDER} désigne le dossier de l'exécution. Vide : dans ce dossier aussi.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/features_chain.py" line="52"/>
        <source>Features</source>
        <translation>Variables</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/features_chain.py" line="52"/>
        <source>Clear acquisitions</source>
        <translation>Acquisitions claires</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/features_chain.py" line="58"/>
        <source>Number of bands</source>
        <translation>Nombre de bandes</translation>
    </message>
</context>
<context>
    <name>FeaturesMap</name>
    <message>
        <location filename="../processing_provider/time_series/features_map.py" line="16"/>
        <source>Raster of the features</source>
        <translation>Raster des variables</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/features_map.py" line="19"/>
        <source>Writes what a classifier sees of each pixel: a band for each feature.</source>
        <translation>Écrit ce qu'un classifieur voit de chaque pixel : une bande par variable.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/features_map.py" line="22"/>
        <source>The features are those that the file of options (SERIES) describes: filled dates, composites, statistics, phenology, indices, texture, layers without date, functions of your own. They are made by the same code that samples and maps use. A year of Sentinel-2 has hundreds: choose a part of the area first.</source>
        <translation>Les variables sont celles que décrit le fichier d'options (SERIES) : dates comblées, composites, statistiques, phénologie, indices, texture, couches sans date, vos propres fonctions. Elles sont faites par le même code que pour les échantillons et les cartes. Une année de Sentinel-2 en a des centaines : choisissez d'abord une partie de la zone.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/features_map.py" line="29"/>
        <source>features,stack,raster,series,export,texture,phenology,user features</source>
        <translation>variables,attributs,pile,raster,série,export,texture,phénologie,variables personnelles</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/features_map.py" line="32"/>
        <source>Features</source>
        <translation>Variables</translation>
    </message>
</context>
<context>
    <name>FuseClassifications</name>
    <message>
        <location filename="../processing_provider/mapping/fuse_classifications.py" line="22"/>
        <source>Fuse maps</source>
        <translation>Fusionner des cartes</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/fuse_classifications.py" line="25"/>
        <source>Makes one map of several maps of the same place: of runs, of classifiers, of sensors.</source>
        <translation>Fait une seule carte de plusieurs cartes du même lieu : de tirages, de classifieurs, de capteurs.</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/fuse_classifications.py" line="28"/>
        <source>In each pixel the maps vote for a class; a map without data there has no vote. majority: the class that most maps name. weighted: votes weigh as much as you say, or as the maps&apos; reports. dempster_shafer: a vote is believed as far as the report of its map says, and beliefs are combined by Dempster&apos;s rule. probabilities: rasters of probabilities are averaged or multiplied instead. A tie is undecided.</source>
        <translation>Dans chaque pixel, les cartes votent pour une classe ; une carte sans donnée à cet endroit n'a pas de voix. majority : la classe que nomment le plus de cartes. weighted : les voix pèsent autant que vous le dites, ou selon les rapports des cartes. dempster_shafer : une voix est crue autant que le dit le rapport de sa carte, et les croyances sont combinées par la règle de Dempster. probabilities : ce sont des rasters de probabilités dont on fait la moyenne ou le produit. Une égalité est indécise.</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/fuse_classifications.py" line="36"/>
        <source>fusion,majority vote,Dempster-Shafer,ensemble,combine,maps,runs,sensors,undecided</source>
        <translation>fusion,vote majoritaire,Dempster-Shafer,ensemble,combiner,cartes,tirages,capteurs,indécis</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/fuse_classifications.py" line="39"/>
        <source>Maps</source>
        <translation>Cartes</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/fuse_classifications.py" line="39"/>
        <source>At least two maps, or rasters of probabilities.</source>
        <translation>Au moins deux cartes, ou rasters de probabilités.</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/fuse_classifications.py" line="40"/>
        <source>How to fuse</source>
        <translation>Méthode de fusion</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/fuse_classifications.py" line="40"/>
        <source>majority needs nothing else. dempster_shafer, and weighted without weights, need the report of each map. probabilities takes the probabilities that the classification wrote.</source>
        <translation>majority ne demande rien d'autre. dempster_shafer, et weighted sans poids, demandent le rapport de chaque carte. probabilities prend les probabilités écrites par la classification.</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/fuse_classifications.py" line="50"/>
        <source>Reports of the maps</source>
        <translation>Rapports des cartes</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/fuse_classifications.py" line="50"/>
        <source>One report (JSON) for each map, in the same order, made by &apos;Accuracy of a map&apos; or the chain.</source>
        <translation>Un rapport (JSON) par carte, dans le même ordre, produit par « Exactitude d'une carte » ou par la chaîne.</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/fuse_classifications.py" line="57"/>
        <source>Rule for probabilities</source>
        <translation>Règle pour probabilities</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/fuse_classifications.py" line="57"/>
        <source>mean: robust. product: right if the errors of the inputs have nothing to do with each other.</source>
        <translation>mean : robuste. product : juste si les erreurs des entrées sont indépendantes les unes des autres.</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/fuse_classifications.py" line="65"/>
        <source>Weights of the maps</source>
        <translation>Poids des cartes</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/fuse_classifications.py" line="65"/>
        <source>Numbers parted by commas, one for each map, in place of reports: for weighted, and for the mean.</source>
        <translation>Nombres séparés par des virgules, un par carte, à la place des rapports : pour weighted, et pour mean.</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/fuse_classifications.py" line="72"/>
        <source>Where no class wins</source>
        <translation>Où aucune classe ne l'emporte</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/fuse_classifications.py" line="72"/>
        <source>keep: the pixel gets the code for undecided. first: what the first map says. confidence: what the map with the highest confidence says.</source>
        <translation>keep : le pixel reçoit le code d'indécis. first : ce que dit la première carte. confidence : ce que dit la carte de plus forte confiance.</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/fuse_classifications.py" line="83"/>
        <source>Confidences of the maps</source>
        <translation>Confiances des cartes</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/fuse_classifications.py" line="83"/>
        <source>One raster for each map, in the same order; only for &apos;confidence&apos; above.</source>
        <translation>Un raster par carte, dans le même ordre ; seulement pour « confidence » ci-dessus.</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/fuse_classifications.py" line="92"/>
        <source>Fused map</source>
        <translation>Carte fusionnée</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/fuse_classifications.py" line="92"/>
        <source>The map of classes (GeoTIFF).</source>
        <translation>La carte des classes (GeoTIFF).</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/fuse_classifications.py" line="93"/>
        <source>Confidence</source>
        <translation>Confiance</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/fuse_classifications.py" line="93"/>
        <source>Share of the votes, belief, or probability of the class, 0 to 100 (GeoTIFF).</source>
        <translation>Part des voix, croyance ou probabilité de la classe, de 0 à 100 (GeoTIFF).</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/fuse_classifications.py" line="99"/>
        <source>Joint probabilities</source>
        <translation>Probabilités conjointes</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/fuse_classifications.py" line="99"/>
        <source>Only when probabilities are fused: of every class, a band each (GeoTIFF).</source>
        <translation>Seulement quand des probabilités sont fusionnées : de chaque classe, une bande par classe (GeoTIFF).</translation>
    </message>
</context>
<context>
    <name>FuseSarOptical</name>
    <message>
        <location filename="../processing_provider/mapping/fuse_sar_optical.py" line="22"/>
        <source>Fuse a radar and an optical map</source>
        <translation>Fusionner une carte radar et une carte optique</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/fuse_sar_optical.py" line="25"/>
        <source>Follows, pixel by pixel, the map that its report trusts more, and records which one that was.</source>
        <translation>Suit, pixel par pixel, la carte à laquelle son rapport accorde le plus de crédit, et note laquelle c'était.</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/fuse_sar_optical.py" line="30"/>
        <source>Where the two maps differ, the one with the larger belief for its class is followed (Dempster-Shafer, see &apos;Fuse maps&apos;); where one has no data, the other. The raster of choices tells who decided: 0 neither, 1 both, 2 radar, 3 optical.</source>
        <translation>Où les deux cartes diffèrent, celle dont la croyance en sa classe est la plus forte est suivie (Dempster-Shafer, voir « Fusionner des cartes ») ; où l'une est sans donnée, l'autre. Le raster des choix dit qui a décidé : 0 aucune, 1 les deux, 2 radar, 3 optique.</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/fuse_sar_optical.py" line="37"/>
        <source>fusion,radar,SAR,Sentinel-1,Sentinel-2,optical,Dempster-Shafer,clouds,choice</source>
        <translation>fusion,radar,SAR,Sentinel-1,Sentinel-2,optique,Dempster-Shafer,nuages,choix</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/fuse_sar_optical.py" line="40"/>
        <source>Radar map</source>
        <translation>Carte radar</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/fuse_sar_optical.py" line="40"/>
        <source>The map of classes made from radar images.</source>
        <translation>La carte des classes faite à partir d'images radar.</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/fuse_sar_optical.py" line="41"/>
        <source>Optical map</source>
        <translation>Carte optique</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/fuse_sar_optical.py" line="41"/>
        <source>The map of classes made from optical images.</source>
        <translation>La carte des classes faite à partir d'images optiques.</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/fuse_sar_optical.py" line="42"/>
        <source>Reports (*.json)</source>
        <translation>Rapports (*.json)</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/fuse_sar_optical.py" line="43"/>
        <source>Report of the radar map</source>
        <translation>Rapport de la carte radar</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/fuse_sar_optical.py" line="43"/>
        <source>Made by &apos;Accuracy of a map&apos; or the chain (JSON); always needed.</source>
        <translation>Produit par « Exactitude d'une carte » ou par la chaîne (JSON) ; toujours nécessaire.</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/fuse_sar_optical.py" line="50"/>
        <source>Report of the optical map</source>
        <translation>Rapport de la carte optique</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/fuse_sar_optical.py" line="50"/>
        <source>Made with the same reference as that of the radar map (JSON); always needed.</source>
        <translation>Produit avec la même référence que celui de la carte radar (JSON) ; toujours nécessaire.</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/fuse_sar_optical.py" line="59"/>
        <source>Confidence of the radar map</source>
        <translation>Confiance de la carte radar</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/fuse_sar_optical.py" line="59"/>
        <source>From 0 to 100. Without it, the belief is written as confidence.</source>
        <translation>De 0 à 100. Sans elle, la croyance est écrite comme confiance.</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/fuse_sar_optical.py" line="66"/>
        <source>Confidence of the optical map</source>
        <translation>Confiance de la carte optique</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/fuse_sar_optical.py" line="66"/>
        <source>From 0 to 100. Give both or none.</source>
        <translation>De 0 à 100. Donnez les deux ou aucune.</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/fuse_sar_optical.py" line="75"/>
        <source>Fused map</source>
        <translation>Carte fusionnée</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/fuse_sar_optical.py" line="75"/>
        <source>The map of classes (GeoTIFF).</source>
        <translation>La carte des classes (GeoTIFF).</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/fuse_sar_optical.py" line="76"/>
        <source>Who decided</source>
        <translation>Qui a décidé</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/fuse_sar_optical.py" line="76"/>
        <source>0 neither, 1 both, 2 radar, 3 optical (GeoTIFF).</source>
        <translation>0 aucune, 1 les deux, 2 radar, 3 optique (GeoTIFF).</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/fuse_sar_optical.py" line="82"/>
        <source>Confidence</source>
        <translation>Confiance</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/fuse_sar_optical.py" line="82"/>
        <source>That of the map that was followed, the higher one where both agree, 0 to 100 (GeoTIFF).</source>
        <translation>Celle de la carte suivie, la plus élevée où les deux s'accordent, de 0 à 100 (GeoTIFF).</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/fuse_sar_optical.py" line="91"/>
        <source>The report of each map is needed: give SCORES_SAR and SCORES_OPTICAL.</source>
        <translation>Le rapport de chaque carte est nécessaire : donnez SCORES_SAR et SCORES_OPTICAL.</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/fuse_sar_optical.py" line="93"/>
        <source>Give both CONFIDENCE_SAR and CONFIDENCE_OPTICAL, or none.</source>
        <translation>Donnez CONFIDENCE_SAR et CONFIDENCE_OPTICAL, ou aucun des deux.</translation>
    </message>
</context>
<context>
    <name>GapFill</name>
    <message>
        <location filename="../processing_provider/time_series/gap_fill.py" line="19"/>
        <source>Fill the gaps of clouds</source>
        <translation>Combler les lacunes dues aux nuages</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/gap_fill.py" line="22"/>
        <source>Writes cloudless images on regular dates, made of the clear acquisitions around them.</source>
        <translation>Écrit des images sans nuages à des dates régulières, faites des acquisitions claires qui les entourent.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/gap_fill.py" line="25"/>
        <source>- linear: a line between the clear dates before and after
- nearest: the closest clear date
- whittaker: a smooth curve that keeps close to the clear dates; good for noisy series
- savitzky_golay: linear, then smoothed in a moving window
- harmonic: waves of a year, half a year and so on; bridges long gaps
- radial_basis: a mean in which near dates count more

Their options stand in the file of options (SERIES). The classification chain fills in the same way, without writing anything: this algorithm is for looking at it, and for other uses of the images.

In QGIS each date becomes a layer too, and the temporal controller (the clock in the tool bar) plays the year.</source>
        <translation>- linear : une droite entre les dates claires d'avant et d'après
- nearest : la date claire la plus proche
- whittaker : une courbe lisse qui reste près des dates claires ; convient aux séries bruitées
- savitzky_golay : linéaire, puis lissé dans une fenêtre glissante
- harmonic : des ondes d'un an, d'un demi-an et ainsi de suite ; franchit les longues lacunes
- radial_basis : une moyenne où comptent davantage les dates proches

Leurs options se trouvent dans le fichier d'options (SERIES). La chaîne de classification comble de la même façon, sans rien écrire : cet algorithme sert à voir le résultat, et à d'autres usages des images.

Dans QGIS, chaque date devient aussi une couche, et le contrôleur temporel (l'horloge de la barre d'outils) fait défiler l'année.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/gap_fill.py" line="39"/>
        <source>gap filling,interpolation,smoothing,clouds,Whittaker,time series,regular dates</source>
        <translation>comblement des lacunes,interpolation,lissage,nuages,Whittaker,série temporelle,dates régulières</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/gap_fill.py" line="42"/>
        <source>Method</source>
        <translation>Méthode</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/gap_fill.py" line="42"/>
        <source>as_in_series: the one of the file of options, else linear.</source>
        <translation>as_in_series : celle du fichier d'options, sinon linear.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/gap_fill.py" line="49"/>
        <source>Days between the dates</source>
        <translation>Jours entre les dates</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/gap_fill.py" line="49"/>
        <source>0: as in the file of options, else 10.</source>
        <translation>0 : comme dans le fichier d'options, sinon 10.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/gap_fill.py" line="56"/>
        <source>Write the indices too</source>
        <translation>Écrire aussi les indices</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/gap_fill.py" line="56"/>
        <source>NDVI, NDWI, brightness, or those of SERIES.</source>
        <translation>NDVI, NDWI, brillance, ou ceux de SERIES.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/gap_fill.py" line="69"/>
        <source>Filled images</source>
        <translation>Images comblées</translation>
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
        <location filename="../processing_provider/groups.py" line="18"/>
        <source>Validation</source>
        <translation>Validation</translation>
    </message>
    <message>
        <location filename="../processing_provider/groups.py" line="19"/>
        <source>Chains</source>
        <translation>Chaînes</translation>
    </message>
    <message>
        <location filename="../processing_provider/groups.py" line="20"/>
        <source>Tools</source>
        <translation>Outils</translation>
    </message>
    <message>
        <location filename="../processing_provider/groups.py" line="17"/>
        <source>Post-processing</source>
        <translation>Post-traitement</translation>
    </message>
</context>
<context>
    <name>ImportIota2Configuration</name>
    <message>
        <location filename="../processing_provider/tools/import_iota2_configuration.py" line="20"/>
        <source>Import a configuration of iota2</source>
        <translation>Importer une configuration d'iota2</translation>
    </message>
    <message>
        <location filename="../processing_provider/tools/import_iota2_configuration.py" line="23"/>
        <source>Turns a configuration file of iota2 into parameters of the land-cover chain.</source>
        <translation>Transforme un fichier de configuration d'iota2 en paramètres de la chaîne d'occupation du sol.</translation>
    </message>
    <message>
        <location filename="../processing_provider/tools/import_iota2_configuration.py" line="37"/>
        <source>iota2,configuration,import,migration,cfg</source>
        <translation>iota2,configuration,import,migration,cfg</translation>
    </message>
    <message>
        <location filename="../processing_provider/tools/import_iota2_configuration.py" line="40"/>
        <source>Configuration of iota2</source>
        <translation>Configuration d'iota2</translation>
    </message>
    <message>
        <location filename="../processing_provider/tools/import_iota2_configuration.py" line="40"/>
        <source>The file that Iota2.py is given with -config.</source>
        <translation>Le fichier donné à Iota2.py par -config.</translation>
    </message>
    <message>
        <location filename="../processing_provider/tools/import_iota2_configuration.py" line="40"/>
        <source>Configurations (*.cfg);;All files (*)</source>
        <translation>Configurations (*.cfg);;Tous les fichiers (*)</translation>
    </message>
    <message>
        <location filename="../processing_provider/tools/import_iota2_configuration.py" line="46"/>
        <source>Parameters</source>
        <translation>Paramètres</translation>
    </message>
    <message>
        <location filename="../processing_provider/tools/import_iota2_configuration.py" line="46"/>
        <source>The JSON file to write; the other files are written beside it and begin with its name.</source>
        <translation>Le fichier JSON à écrire ; les autres fichiers sont écrits à côté et commencent par son nom.</translation>
    </message>
    <message>
        <location filename="../processing_provider/tools/import_iota2_configuration.py" line="46"/>
        <source>JSON files (*.json)</source>
        <translation>Fichiers JSON (*.json)</translation>
    </message>
    <message>
        <location filename="../processing_provider/tools/import_iota2_configuration.py" line="54"/>
        <source>Keys that became parameters</source>
        <translation>Clés devenues paramètres</translation>
    </message>
    <message>
        <location filename="../processing_provider/tools/import_iota2_configuration.py" line="55"/>
        <source>Keys that are not needed</source>
        <translation>Clés qui ne sont pas nécessaires</translation>
    </message>
    <message>
        <location filename="../processing_provider/tools/import_iota2_configuration.py" line="56"/>
        <source>Keys that cannot be done</source>
        <translation>Clés impossibles à suivre</translation>
    </message>
    <message>
        <location filename="../processing_provider/tools/import_iota2_configuration.py" line="26"/>
        <source>Both spellings of the keys are read (outputPath, output_path). The folders of the sensors are searched, and become a catalogue; the nomenclature and the colours become one file; bands, dates and indices become the options of the time series. All these files are written beside the result.

The result (JSON) holds the parameters of the chain, the command that runs it, and a list of all keys: what each became (mapped), why it is not needed (ignored), or why it cannot be done and what to do instead (refused). The refused ones are also told in the log. The section Simplification becomes parameters of &apos;Polygons from a map, in one go&apos;, with a command of its own.</source>
        <translation>Les deux écritures des clés sont lues (outputPath, output_path). Les dossiers des capteurs sont parcourus et deviennent un catalogue ; la nomenclature et les couleurs deviennent un seul fichier ; bandes, dates et indices deviennent les options de la série temporelle. Tous ces fichiers sont écrits à côté du résultat.

Le résultat (JSON) contient les paramètres de la chaîne, la commande qui la lance et la liste de toutes les clés : ce que chacune est devenue (mapped), pourquoi elle est inutile (ignored), ou pourquoi elle est impossible et que faire à la place (refused). Les clés refusées sont aussi dites dans le journal. La section Simplification devient des paramètres de « Polygones d'une carte, en une seule fois », avec sa propre commande.</translation>
    </message>
</context>
<context>
    <name>ImportSamples</name>
    <message>
        <location filename="../processing_provider/samples/import_samples.py" line="21"/>
        <source>Import samples from a table</source>
        <translation>Importer des échantillons d'un tableau</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/import_samples.py" line="24"/>
        <source>Turns a table of values by band and date into samples to learn from.</source>
        <translation>Transforme un tableau de valeurs par bande et date en échantillons d'apprentissage.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/import_samples.py" line="35"/>
        <source>samples,table,CSV,import,convert,time series</source>
        <translation>échantillons,tableau,CSV,import,convertir,série temporelle</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/import_samples.py" line="38"/>
        <source>Table</source>
        <translation>Tableau</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/import_samples.py" line="38"/>
        <source>A CSV file or any vector layer or table.</source>
        <translation>Un fichier CSV, ou toute couche vecteur ou table.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/import_samples.py" line="39"/>
        <source>Column with the class</source>
        <translation>Colonne de la classe</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/import_samples.py" line="39"/>
        <source>Numbers or names.</source>
        <translation>Nombres ou noms.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/import_samples.py" line="61"/>
        <source>Samples</source>
        <translation>Échantillons</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/import_samples.py" line="61"/>
        <source>The samples file to write (GeoPackage).</source>
        <translation>Le fichier d'échantillons à écrire (GeoPackage).</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/import_samples.py" line="45"/>
        <source>Rows to take</source>
        <translation>Lignes à prendre</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/import_samples.py" line="45"/>
        <source>An SQL condition, for example label &lt;&gt; &apos;Forest&apos;. Empty: all rows.</source>
        <translation>Une condition SQL, par exemple label &lt;&gt; 'Forest'. Vide : toutes les lignes.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/import_samples.py" line="64"/>
        <source>Number of samples</source>
        <translation>Nombre d'échantillons</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/import_samples.py" line="27"/>
        <source>Columns named BAND_nn (rank of the date: NDVI_01, NDVI_02, ...) or BAND_YYYYMMDD are the values. Every other column is kept as it is, for example to group samples in the cross-validation.

To classify images with samples of a table, give the catalogue of the images: the columns become the features of its bands and dates.</source>
        <translation>Les colonnes nommées BANDE_nn (rang de la date : NDVI_01, NDVI_02, ...) ou BANDE_AAAAMMJJ sont les valeurs. Toute autre colonne est gardée telle quelle, par exemple pour grouper les échantillons dans la validation croisée.

Pour classer des images avec les échantillons d'un tableau, donnez le catalogue des images : les colonnes deviennent les variables de ses bandes et de ses dates.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/import_samples.py" line="53"/>
        <source>Factor that makes the values those of the images</source>
        <translation>Facteur qui rend les valeurs égales à celles des images</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/import_samples.py" line="53"/>
        <source>Images hold reflectance and indices x 10000. 0: automatic, 10000 for decimal numbers, else 1.</source>
        <translation>Les images contiennent réflectances et indices x 10000. 0 : automatique, 10000 pour les nombres décimaux, sinon 1.</translation>
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
        <location filename="../processing_provider/provider.py" line="156"/>
        <source>Landweave: land-cover maps from time series</source>
        <translation>Landweave : cartes d'occupation du sol à partir de séries temporelles</translation>
    </message>
</context>
<context>
    <name>MapAgreement</name>
    <message>
        <location filename="../processing_provider/validation/map_agreement.py" line="22"/>
        <source>Agreement of several maps</source>
        <translation>Accord de plusieurs cartes</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/map_agreement.py" line="25"/>
        <source>Tells how far maps of one place say the same: of several runs, classifiers or producers.</source>
        <translation>Dit à quel point des cartes d'un même lieu concordent : de plusieurs exécutions, classifieurs ou producteurs.</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/map_agreement.py" line="28"/>
        <source>The raster holds the share of the maps that say what most of them say, in percent. The page has overall agreement and kappa of each pair of maps, and how firm each class is: on how many of the pixels where any map has it all maps have it.

A map without data in a pixel has no vote there; where less than two maps have data, the result is no data. Agreement is no accuracy: maps may be wrong together.</source>
        <translation>Le raster contient la part des cartes qui disent ce que dit la majorité, en pour cent. La page donne l'accord global et le kappa de chaque paire de cartes, et la solidité de chaque classe : parmi les pixels où une carte au moins a la classe, combien l'ont sur toutes les cartes.

Une carte sans donnée dans un pixel n'y a pas de voix ; là où moins de deux cartes ont une donnée, le résultat est sans donnée. L'accord n'est pas l'exactitude : des cartes peuvent se tromper ensemble.</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/map_agreement.py" line="37"/>
        <source>agreement,consistency,runs,ensemble,kappa,majority,vote,stability</source>
        <translation>accord,cohérence,exécutions,ensemble,kappa,majorité,vote,stabilité</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/map_agreement.py" line="40"/>
        <source>Maps</source>
        <translation>Cartes</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/map_agreement.py" line="40"/>
        <source>Rasters of class codes on one grid of pixels.</source>
        <translation>Rasters de codes de classes sur une même grille de pixels.</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/map_agreement.py" line="44"/>
        <source>Agreement</source>
        <translation>Accord</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/map_agreement.py" line="44"/>
        <source>In percent (GeoTIFF).</source>
        <translation>En pour cent (GeoTIFF).</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/map_agreement.py" line="45"/>
        <source>Page</source>
        <translation>Page</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/map_agreement.py" line="45"/>
        <source>The page to write.</source>
        <translation>La page à écrire.</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/map_agreement.py" line="45"/>
        <source>HTML files (*.html)</source>
        <translation>Fichiers HTML (*.html)</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/map_agreement.py" line="48"/>
        <source>Figures</source>
        <translation>Chiffres</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/map_agreement.py" line="48"/>
        <source>The same numbers as JSON.</source>
        <translation>Les mêmes nombres en JSON.</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/map_agreement.py" line="48"/>
        <source>JSON files (*.json)</source>
        <translation>Fichiers JSON (*.json)</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/map_agreement.py" line="58"/>
        <source>Mean agreement</source>
        <translation>Accord moyen</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/map_agreement.py" line="59"/>
        <source>Share of the pixels where all maps agree</source>
        <translation>Part des pixels où toutes les cartes concordent</translation>
    </message>
</context>
<context>
    <name>MergeSamples</name>
    <message>
        <location filename="../processing_provider/samples/merge_samples.py" line="23"/>
        <source>Merge samples</source>
        <translation>Fusionner des échantillons</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/merge_samples.py" line="26"/>
        <source>Joins samples of several field campaigns, areas or years in one file to learn from.</source>
        <translation>Réunit dans un seul fichier les échantillons de plusieurs campagnes, zones ou années, pour apprendre.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/merge_samples.py" line="29"/>
        <source>The files must have the same features; those of the first file count. Polygons of different files stay apart, and a column campaign tells where each sample comes from.

Annual crops: this year&apos;s crops are not known when their map is due. Give this year&apos;s samples first, last year&apos;s second, and say which classes are taken from last year&apos;s. The dates of the two years are brought together when they lie within 15 days of each other.</source>
        <translation>Les fichiers doivent avoir les mêmes variables ; celles du premier font foi. Les polygones de fichiers différents restent séparés, et une colonne campaign dit d'où vient chaque échantillon.

Cultures annuelles : celles de l'année ne sont pas connues quand leur carte est attendue. Donnez d'abord les échantillons de cette année, ensuite ceux de l'an passé, et dites quelles classes sont prises à l'an passé. Les dates des deux années sont rapprochées quand elles sont à 15 jours près les mêmes.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/merge_samples.py" line="38"/>
        <source>samples,merge,join,append,campaign,last year,annual crops,crop rotation</source>
        <translation>échantillons,fusionner,réunir,ajouter,campagne,an passé,cultures annuelles,rotation</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/merge_samples.py" line="41"/>
        <source>Samples files</source>
        <translation>Fichiers d'échantillons</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/merge_samples.py" line="41"/>
        <source>Two or more, made by &apos;Read the values of the samples&apos;. The first gives the features.</source>
        <translation>Deux ou plus, faits par « Lire les valeurs des échantillons ». Le premier donne les variables.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/merge_samples.py" line="46"/>
        <source>Name of the class column</source>
        <translation>Nom de la colonne de la classe</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/merge_samples.py" line="46"/>
        <source>Needed when only some classes are taken.</source>
        <translation>Nécessaire seulement quand on ne prend que certaines classes.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/merge_samples.py" line="52"/>
        <source>Classes of the second and later files</source>
        <translation>Classes du deuxième fichier et des suivants</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/merge_samples.py" line="52"/>
        <source>Codes or names, parted by commas. Empty: all classes.</source>
        <translation>Codes ou noms, séparés par des virgules. Vide : toutes les classes.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/merge_samples.py" line="57"/>
        <source>The first file&apos;s own samples of these classes are no longer learnt from; those that test stay.</source>
        <translation>Les échantillons de ces classes du premier fichier ne servent plus à apprendre ; ceux qui valident restent.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/merge_samples.py" line="62"/>
        <source>Bring features together whose dates differ by the year only, and by at most 15 days within it.</source>
        <translation>Rapprocher les variables dont les dates ne diffèrent que par l'année, et d'au plus 15 jours dans l'année.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/merge_samples.py" line="69"/>
        <source>Adjust the level of other years</source>
        <translation>Ajuster le niveau des autres années</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/merge_samples.py" line="69"/>
        <source>With files of different years: clouds and weather change all values of a year a little. What the classes that stay (all but those named above) differ by is taken off.</source>
        <translation>Avec des fichiers d'années différentes : les nuages et le temps changent un peu toutes les valeurs d'une année. Ce dont diffèrent les classes qui restent (toutes sauf celles nommées plus haut) est retiré.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/merge_samples.py" line="79"/>
        <source>Merged samples</source>
        <translation>Échantillons réunis</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/merge_samples.py" line="79"/>
        <source>The samples file to write (GeoPackage).</source>
        <translation>Le fichier d'échantillons à écrire (GeoPackage).</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/merge_samples.py" line="83"/>
        <source>Number of samples</source>
        <translation>Nombre d'échantillons</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/merge_samples.py" line="87"/>
        <source>REPLACE needs CLASSES: name the classes whose samples are replaced.</source>
        <translation>REPLACE a besoin de CLASSES : nommez les classes dont les échantillons sont remplacés.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/merge_samples.py" line="57"/>
        <source>Learn these classes from the other files only</source>
        <translation>Apprendre ces classes à partir des autres fichiers seulement</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/merge_samples.py" line="62"/>
        <source>Match the dates of different years</source>
        <translation>Apparier les dates d'années différentes</translation>
    </message>
</context>
<context>
    <name>Models</name>
    <message>
        <location filename="../processing_provider/models.py" line="9"/>
        <source>Land-cover map, step by step</source>
        <translation>Carte d'occupation du sol, pas à pas</translation>
    </message>
    <message>
        <location filename="../processing_provider/models.py" line="10"/>
        <source>Composites and statistics of a year</source>
        <translation>Composites et statistiques d'une année</translation>
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
    <name>PixelValidity</name>
    <message>
        <location filename="../processing_provider/time_series/pixel_validity.py" line="18"/>
        <source>Count clear acquisitions</source>
        <translation>Compter les acquisitions claires</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/pixel_validity.py" line="21"/>
        <source>Counts for each pixel how many acquisitions show it without clouds.</source>
        <translation>Compte pour chaque pixel combien d'acquisitions le montrent sans nuages.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/pixel_validity.py" line="24"/>
        <source>Look at it before anything else: where few acquisitions are clear, no method can tell much. With several sensors there is a band for all together and one for each. Several acquisitions of one day and sensor count once.</source>
        <translation>À regarder avant tout le reste : là où peu d'acquisitions sont claires, aucune méthode ne peut dire grand-chose. Avec plusieurs capteurs, il y a une bande pour tous ensemble et une pour chacun. Plusieurs acquisitions d'un même jour et d'un même capteur comptent pour une.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/pixel_validity.py" line="31"/>
        <source>validity,clear,clouds,count,mask,acquisitions,time series</source>
        <translation>validité,clair,nuages,comptage,masque,acquisitions,série temporelle</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/pixel_validity.py" line="34"/>
        <source>First date</source>
        <translation>Première date</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/pixel_validity.py" line="34"/>
        <source>Earlier acquisitions do not count.</source>
        <translation>Les acquisitions antérieures ne comptent pas.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/pixel_validity.py" line="35"/>
        <source>Last date</source>
        <translation>Dernière date</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/pixel_validity.py" line="35"/>
        <source>Later acquisitions do not count.</source>
        <translation>Les acquisitions postérieures ne comptent pas.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/pixel_validity.py" line="44"/>
        <source>Clear acquisitions</source>
        <translation>Acquisitions claires</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/pixel_validity.py" line="47"/>
        <source>GeoTIFF of whole numbers; 65535 is outside the area.</source>
        <translation>GeoTIFF de nombres entiers ; 65535 est hors de la zone.</translation>
    </message>
</context>
<context>
    <name>PlanAreaSample</name>
    <message>
        <location filename="../processing_provider/validation/plan_area_sample.py" line="23"/>
        <source>Plan an area sample</source>
        <translation>Planifier un échantillon de surfaces</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/plan_area_sample.py" line="26"/>
        <source>Says how many points have to be interpreted, and in which classes, to know accuracy and areas as well as you want.</source>
        <translation>Dit combien de points il faut interpréter, et dans quelles classes, pour connaître l'exactitude et les surfaces aussi bien que vous le voulez.</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/plan_area_sample.py" line="32"/>
        <source>Counting pixels does not give areas: the errors of the map are in them. Points drawn at random, which a person interprets, correct them and tell how sure the result is.

The number of points is Cochran&apos;s for the standard error that you want (Olofsson et al. 2014). The table has a row for each class: change its column samples as you like, and give it to &apos;Draw an area sample&apos;. The page compares four ways to divide the points, with the error to expect of each.</source>
        <translation>Compter les pixels ne donne pas les surfaces : les erreurs de la carte y sont. Des points tirés au hasard, qu'une personne interprète, les corrigent et disent à quel point le résultat est sûr.

Le nombre de points est celui de Cochran pour l'erreur type que vous voulez (Olofsson et al. 2014). Le tableau a une ligne par classe : modifiez sa colonne samples à votre gré, et donnez-le à « Tirer un échantillon de surfaces ». La page compare quatre façons de répartir les points, avec l'erreur à attendre de chacune.</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/plan_area_sample.py" line="41"/>
        <source>area,sample size,sampling design,stratified,Olofsson,Neyman,accuracy,validation</source>
        <translation>surface,taille de l'échantillon,plan d'échantillonnage,stratifié,Olofsson,Neyman,exactitude,validation</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/plan_area_sample.py" line="44"/>
        <source>Map</source>
        <translation>Carte</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/plan_area_sample.py" line="44"/>
        <source>A raster of class codes; its classes are the strata.</source>
        <translation>Un raster de codes de classes ; ses classes sont les strates.</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/plan_area_sample.py" line="47"/>
        <source>Table of strata</source>
        <translation>Tableau des strates</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/plan_area_sample.py" line="47"/>
        <source>Instead of a map: CSV with the columns code and area_m2.</source>
        <translation>À la place d'une carte : un CSV avec les colonnes code et area_m2.</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/plan_area_sample.py" line="109"/>
        <source>Tables (*.csv)</source>
        <translation>Tableaux (*.csv)</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/plan_area_sample.py" line="55"/>
        <source>Standard error of overall accuracy</source>
        <translation>Erreur type de l'exactitude globale</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/plan_area_sample.py" line="55"/>
        <source>What you want, as a share: 0.01 is an interval of about 2 points of a hundred on each side.</source>
        <translation>Celle que vous voulez, en part : 0.01 donne un intervalle d'environ 2 points de pourcentage de chaque côté.</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/plan_area_sample.py" line="64"/>
        <source>Expected user&apos;s accuracy</source>
        <translation>Précision utilisateur attendue</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/plan_area_sample.py" line="64"/>
        <source>How right you think the map is, as a share, the same for all classes. Lower is safer.</source>
        <translation>À quel point vous pensez que la carte est juste, en part, la même pour toutes les classes. Une valeur plus basse est plus prudente.</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/plan_area_sample.py" line="72"/>
        <source>Expected user&apos;s accuracy of each class</source>
        <translation>Précision utilisateur attendue de chaque classe</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/plan_area_sample.py" line="72"/>
        <source>CSV with the columns code and users_accuracy, or the JSON of an accuracy report of this map. Classes that it lacks get the number above.</source>
        <translation>Un CSV avec les colonnes code et users_accuracy, ou le JSON d'un rapport d'exactitude de cette carte. Les classes qui y manquent reçoivent le nombre ci-dessus.</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/plan_area_sample.py" line="72"/>
        <source>Tables and reports (*.csv *.json)</source>
        <translation>Tableaux et rapports (*.csv *.json)</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/plan_area_sample.py" line="82"/>
        <source>How points are divided</source>
        <translation>Répartition des points</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/plan_area_sample.py" line="82"/>
        <source>minimum: no class gets fewer than the number below, the others share the rest by area. proportional: by area. neyman: by area and expected errors, best for overall accuracy. equal: the same number.</source>
        <translation>minimum : aucune classe ne reçoit moins que le nombre ci-dessous, les autres se partagent le reste selon leur surface. proportional : selon la surface. neyman : selon la surface et les erreurs attendues, la meilleure pour l'exactitude globale. equal : le même nombre.</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/plan_area_sample.py" line="92"/>
        <source>Fewest points of a class (minimum)</source>
        <translation>Nombre minimal de points d'une classe (minimum)</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/plan_area_sample.py" line="92"/>
        <source>50 to 100 are usual. Used by the division minimum.</source>
        <translation>50 à 100 sont usuels. Utilisé par la répartition minimum.</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/plan_area_sample.py" line="124"/>
        <source>Number of points</source>
        <translation>Nombre de points</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/plan_area_sample.py" line="99"/>
        <source>Where you know how many you can interpret. 0: as many as the standard error needs.</source>
        <translation>Si vous savez combien vous pouvez en interpréter. 0 : autant que le demande l'erreur type.</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/plan_area_sample.py" line="109"/>
        <source>Sample plan</source>
        <translation>Plan d'échantillonnage</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/plan_area_sample.py" line="109"/>
        <source>The table to write; its column samples may be edited.</source>
        <translation>Le tableau à écrire ; sa colonne samples peut être modifiée.</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/plan_area_sample.py" line="115"/>
        <source>Page</source>
        <translation>Page</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/plan_area_sample.py" line="115"/>
        <source>Compares the ways to divide the points, and says what to expect.</source>
        <translation>Compare les façons de répartir les points, et dit à quoi s'attendre.</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/plan_area_sample.py" line="115"/>
        <source>HTML files (*.html)</source>
        <translation>Fichiers HTML (*.html)</translation>
    </message>
    <message>
        <location filename="../processing_provider/validation/plan_area_sample.py" line="128"/>
        <source>Give MAP or STRATA, one of the two.</source>
        <translation>Donnez MAP ou STRATA, l'un des deux.</translation>
    </message>
</context>
<context>
    <name>PredictRegression</name>
    <message>
        <location filename="../processing_provider/mapping/predict_regression.py" line="20"/>
        <source>Map a quantity</source>
        <translation>Cartographier une grandeur</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/predict_regression.py" line="23"/>
        <source>Gives every pixel of the images the value that a regression finds.</source>
        <translation>Donne à chaque pixel des images la valeur que trouve une régression.</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/predict_regression.py" line="26"/>
        <source>The images are read block by block, as for a map of classes. The values are real numbers in the unit of the quantity; -32768 means no data.</source>
        <translation>Les images sont lues bloc par bloc, comme pour une carte de classes. Les valeurs sont des nombres réels dans l'unité de la grandeur ; -32768 veut dire sans donnée.</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/predict_regression.py" line="32"/>
        <source>regression,quantity,map,prediction,biomass,yield,cover</source>
        <translation>régression,grandeur,carte,prédiction,biomasse,rendement,couvert</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/predict_regression.py" line="36"/>
        <source>Models</source>
        <translation>Modèles</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/predict_regression.py" line="36"/>
        <source>One or several files made by &apos;Train a regression&apos;; several of one quantity are averaged.</source>
        <translation>Un ou plusieurs fichiers faits par « Entraîner une régression » ; plusieurs d'une même grandeur sont moyennés.</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/predict_regression.py" line="48"/>
        <source>Map</source>
        <translation>Carte</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/predict_regression.py" line="48"/>
        <source>The values (GeoTIFF).</source>
        <translation>Les valeurs (GeoTIFF).</translation>
    </message>
</context>
<context>
    <name>PrepareReference</name>
    <message>
        <location filename="../processing_provider/samples/prepare_reference.py" line="36"/>
        <source>reference,training,ground truth,polygons,regions,tiles,overlap,check</source>
        <translation>référence,apprentissage,vérité terrain,polygones,régions,tuiles,recouvrement,vérifier</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/prepare_reference.py" line="46"/>
        <source>Prepared reference</source>
        <translation>Référence préparée</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/prepare_reference.py" line="46"/>
        <source>The GeoPackage to write: the class, polygon_id, region, tile, area_m2.</source>
        <translation>Le GeoPackage à écrire : la classe, polygon_id, region, tile, area_m2.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/prepare_reference.py" line="53"/>
        <source>Number of polygons</source>
        <translation>Nombre de polygones</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/prepare_reference.py" line="54"/>
        <source>Number of pieces</source>
        <translation>Nombre de morceaux</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/prepare_reference.py" line="22"/>
        <source>Prepare the reference</source>
        <translation>Préparer la référence</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/prepare_reference.py" line="25"/>
        <source>Checks polygons, points or a raster of known land cover, and cuts them by tile and region.</source>
        <translation>Vérifie des polygones, des points ou un raster d'occupation du sol connue, et les découpe par tuile et par région.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/prepare_reference.py" line="28"/>
        <source>Broken geometries, overlaps of different classes, missing codes, and classes and regions with too few polygons are named in the log; options mend, shrink, recode or leave out. The pieces keep the number of their polygon (polygon_id), so that a polygon never ends up both in the learning and in the validation set. Where tiles overlap, each place belongs to one.</source>
        <translation>Les géométries défectueuses, les recouvrements de classes différentes, les codes absents, les classes et les régions qui ont trop peu de polygones sont nommés dans le journal ; des options réparent, rétrécissent, recodent ou écartent. Les morceaux gardent le numéro de leur polygone (polygon_id), pour qu'un polygone ne soit jamais à la fois dans l'apprentissage et dans la validation. Là où des tuiles se recouvrent, chaque lieu appartient à une seule.</translation>
    </message>
</context>
<context>
    <name>PretrainNetwork</name>
    <message>
        <location filename="../processing_provider/learning/pretrain_network.py" line="31"/>
        <source>Pretrain a network</source>
        <translation>Préentraîner un réseau</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/pretrain_network.py" line="34"/>
        <source>Lets a network learn from images without labels, so that few labels are enough afterwards.</source>
        <translation>Fait apprendre un réseau à partir d'images sans étiquettes, de sorte que peu d'étiquettes suffisent ensuite.</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/pretrain_network.py" line="37"/>
        <source>Labels are dear, images are not. The network is shown the time series of places drawn at random, of which some dates or bands are hidden, and guesses what is hidden. So it learns how the year goes in this area, and needs far fewer polygons to tell the classes.

What to do with the weights:

- &apos;Train a neural network&apos; starts from them: give them as PRETRAINED, with the same NETWORK.
- &apos;Learn from embeddings&apos; lets any other learner use them: logistic with few labels, random_forest.

It helps most with few polygons (one to ten of a class). The samples must have the bands that the network was pretrained with; dates may be others. Read samples with the same SERIES.

A part of the places is held out in blocks; it stops when what is hidden there is guessed no better. It takes minutes on a processor. Networks need the packages torch and safetensors.</source>
        <translation>Les étiquettes coûtent cher, les images non. Le réseau voit la série temporelle de lieux tirés au hasard, dont certaines dates ou bandes sont cachées, et devine ce qui est caché. Il apprend ainsi le déroulement de l'année dans cette zone, et il lui faut bien moins de polygones pour distinguer les classes.

Que faire des poids :

- « Entraîner un réseau de neurones » part d'eux : les donner comme PRETRAINED, avec le même NETWORK.
- « Apprendre à partir de plongements » permet à toute autre méthode de s'en servir : logistic avec peu d'étiquettes, random_forest.

Le gain est le plus grand avec peu de polygones (un à dix par classe). Les échantillons doivent avoir les bandes du préentraînement du réseau ; les dates peuvent différer. Lire les échantillons avec le même SERIES.

Une partie des lieux est mise de côté par blocs ; l'apprentissage s'arrête quand ce qui y est caché n'est plus mieux deviné. Il prend quelques minutes sur un processeur. Les réseaux demandent les paquets torch et safetensors.</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/pretrain_network.py" line="51"/>
        <source>pretrain,self-supervised,foundation model,masked autoencoder,Presto,BERT,few labels,neural network</source>
        <translation>préentraînement,autosupervisé,modèle de fondation,autoencodeur masqué,Presto,BERT,peu d'étiquettes,réseau de neurones</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/pretrain_network.py" line="57"/>
        <source>Number of places</source>
        <translation>Nombre de lieux</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/pretrain_network.py" line="57"/>
        <source>As many pixels are drawn at random. More teach more, and take longer.</source>
        <translation>Autant de pixels sont tirés au hasard. Plus il y en a, mieux c'est appris, et plus c'est long.</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/pretrain_network.py" line="64"/>
        <source>Network</source>
        <translation>Réseau</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/pretrain_network.py" line="64"/>
        <source>transformer, ltae (smaller), or a Python file with a network of your own that has embed.</source>
        <translation>transformer, ltae (plus petit), ou un fichier Python contenant votre propre réseau, doté de embed.</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/pretrain_network.py" line="72"/>
        <source>Time it may take</source>
        <translation>Durée maximale</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/pretrain_network.py" line="72"/>
        <source>fast: 8 epochs, a first look. balanced: 30. best: 100.</source>
        <translation>fast : 8 époques, un premier aperçu. balanced : 30. best : 100.</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/pretrain_network.py" line="79"/>
        <source>Area</source>
        <translation>Emprise</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/pretrain_network.py" line="79"/>
        <source>Places are drawn here only. Empty: in all tiles.</source>
        <translation>Les lieux ne sont tirés qu'ici. Vide : dans toutes les tuiles.</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/pretrain_network.py" line="83"/>
        <source>Samples instead of images</source>
        <translation>Échantillons au lieu d'images</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/pretrain_network.py" line="83"/>
        <source>Made by &apos;Read the values of the samples&apos;; no images are read then, and no classes looked at.</source>
        <translation>Produits par « Lire les valeurs des échantillons » ; aucune image n'est alors lue, et les classes ne sont pas prises en compte.</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/pretrain_network.py" line="91"/>
        <source>Options of the network</source>
        <translation>Options du réseau</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/pretrain_network.py" line="95"/>
        <source>Weights</source>
        <translation>Poids</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/pretrain_network.py" line="95"/>
        <source>The file to write.</source>
        <translation>Le fichier à écrire.</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/pretrain_network.py" line="95"/>
        <source>Weights (*.safetensors)</source>
        <translation>Poids (*.safetensors)</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/pretrain_network.py" line="98"/>
        <source>Curves</source>
        <translation>Courbes</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/pretrain_network.py" line="98"/>
        <source>A page with the curves of the pretraining.</source>
        <translation>Une page avec les courbes du préentraînement.</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/pretrain_network.py" line="98"/>
        <source>HTML files (*.html)</source>
        <translation>Fichiers HTML (*.html)</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/pretrain_network.py" line="109"/>
        <source>A JSON file: bands, dates, indices. Empty: all acquisitions with their masks, nothing filled.</source>
        <translation>Un fichier JSON : bandes, dates, indices. Vide : toutes les acquisitions avec leurs masques, rien n'est comblé.</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/pretrain_network.py" line="115"/>
        <source>JSON text, over the preset, for example {&quot;epochs&quot;: 50, &quot;width&quot;: 128}. With their defaults: epochs 30, patience 8: epochs without a better guess of what is held out, after which it stops. batch_size 128. learning_rate 0.002. warmup 0.05. weight_decay 0.01. clip 1.0. held_out 0.1. threads 1. transformer: width 64, heads 2, layers 3, hidden 128, dropout 0. ltae: width 128, heads 0 (as many as suit the width), key 8, dropout 0.</source>
        <translation>Texte JSON, qui l'emporte sur le préréglage, par exemple {&quot;epochs&quot;: 50, &quot;width&quot;: 128}. Avec leurs valeurs par défaut : epochs 30, patience 8 : nombre d'époques sans meilleure prédiction de ce qui est mis de côté, après quoi l'apprentissage s'arrête. batch_size 128. learning_rate 0.002. warmup 0.05. weight_decay 0.01. clip 1.0. held_out 0.1. threads 1. transformer : width 64, heads 2, layers 3, hidden 128, dropout 0. ltae : width 128, heads 0 (autant qu'il convient à width), key 8, dropout 0.</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/pretrain_network.py" line="125"/>
        <source>Give a catalogue of images (CATALOGUE), or samples (SAMPLES).</source>
        <translation>Indiquez un catalogue d'images (CATALOGUE) ou des échantillons (SAMPLES).</translation>
    </message>
</context>
<context>
    <name>ReduceDimension</name>
    <message>
        <location filename="../processing_provider/samples/reduce_dimension.py" line="30"/>
        <source>Reduce the features to components</source>
        <translation>Réduire les variables à des composantes</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/reduce_dimension.py" line="33"/>
        <source>Lets models learn from a few principal components instead of hundreds of features.</source>
        <translation>Fait apprendre les modèles sur quelques composantes principales au lieu de centaines de variables.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/reduce_dimension.py" line="36"/>
        <source>The samples keep their values; what learns from them finds the components itself, so that polygons held out for testing have no part in them, and the model carries them to the map. It is quicker for svm, knn and mlp; forests rarely gain from it.

The same can be asked for when images are read, by pca in the file of SERIES.</source>
        <translation>Les échantillons gardent leurs valeurs ; ce qui apprend d'eux trouve lui-même les composantes, si bien que les polygones mis de côté pour tester n'y ont pas part, et le modèle les emporte vers la carte. C'est plus rapide pour svm, knn et mlp ; les forêts y gagnent rarement.

On peut demander la même chose à la lecture des images, par pca dans le fichier SERIES.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/reduce_dimension.py" line="44"/>
        <source>samples,PCA,principal components,dimension reduction,features,compress</source>
        <translation>échantillons,ACP,composantes principales,réduction de dimension,variables,compresser</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/reduce_dimension.py" line="47"/>
        <source>Samples</source>
        <translation>Échantillons</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/reduce_dimension.py" line="47"/>
        <source>Made by &apos;Read the values of the samples&apos;.</source>
        <translation>Faits par « Lire les valeurs des échantillons ».</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/reduce_dimension.py" line="50"/>
        <source>Components</source>
        <translation>Composantes</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/reduce_dimension.py" line="50"/>
        <source>A number of components, or the share of the variance to keep: 0.99 keeps 99 %.</source>
        <translation>Un nombre de composantes, ou la part de la variance à garder : 0.99 garde 99 %.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/reduce_dimension.py" line="57"/>
        <source>Components of what</source>
        <translation>Composantes de quoi</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/reduce_dimension.py" line="57"/>
        <source>all: of all features together. date: of the bands of each date. band: of the dates of each band.</source>
        <translation>all : de toutes les variables ensemble. date : des bandes de chaque date. band : des dates de chaque bande.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/reduce_dimension.py" line="64"/>
        <source>Reduced samples</source>
        <translation>Échantillons réduits</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/reduce_dimension.py" line="64"/>
        <source>The samples file to write (GeoPackage).</source>
        <translation>Le fichier d'échantillons à écrire (GeoPackage).</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/reduce_dimension.py" line="66"/>
        <source>Page of the components</source>
        <translation>Page des composantes</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/reduce_dimension.py" line="66"/>
        <source>How much of the variance each component holds.</source>
        <translation>La part de la variance que tient chaque composante.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/reduce_dimension.py" line="66"/>
        <source>HTML files (*.html)</source>
        <translation>Fichiers HTML (*.html)</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/reduce_dimension.py" line="75"/>
        <source>Number of components</source>
        <translation>Nombre de composantes</translation>
    </message>
</context>
<context>
    <name>RegressionChain</name>
    <message>
        <location filename="../processing_provider/chains/regression_chain.py" line="29"/>
        <source>Map of a quantity from images</source>
        <translation>Carte d'une grandeur à partir d'images</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/regression_chain.py" line="32"/>
        <source>Makes a validated map of a quantity, such as biomass, from satellite images and some plots.</source>
        <translation>Fait une carte validée d'une grandeur, par exemple la biomasse, à partir d'images satellite et de quelques placettes.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/regression_chain.py" line="35"/>
        <source>Three things are needed: the images (a folder, or a catalogue made of it), plots (polygons or points) where the quantity is known, and the column that holds it. The chain does what the land-cover chain does: it lists the images, masks clouds and fills gaps, draws samples, learns, maps, and measures the error on plots it has not learnt from. High and low values are on both sides of the split.

Everything is kept in the run folder. Stopped or interrupted, start it again with the same run folder.</source>
        <translation>Trois choses sont nécessaires : les images (un dossier, ou un catalogue qui en est fait), des placettes (polygones ou points) où la grandeur est connue, et la colonne qui la contient. La chaîne fait ce que fait la chaîne d'occupation du sol : elle liste les images, masque les nuages et comble les lacunes, tire des échantillons, apprend, cartographie, et mesure l'erreur sur des placettes dont elle n'a pas appris. Valeurs hautes et basses sont des deux côtés du partage.

Tout est gardé dans le dossier d'exécution. Arrêtée ou interrompue, relancez-la avec le même dossier.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/regression_chain.py" line="44"/>
        <source>regression,quantity,biomass,yield,cover,chain,workflow,map,validation,iota2</source>
        <translation>régression,grandeur,biomasse,rendement,couvert,chaîne,enchaînement,carte,validation,iota2</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/regression_chain.py" line="48"/>
        <source>Plots</source>
        <translation>Placettes</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/regression_chain.py" line="48"/>
        <source>Polygons or points where the quantity is known.</source>
        <translation>Polygones ou points où la grandeur est connue.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/regression_chain.py" line="54"/>
        <source>Column with the quantity</source>
        <translation>Colonne de la grandeur</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/regression_chain.py" line="54"/>
        <source>A numeric column.</source>
        <translation>Une colonne de nombres.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/regression_chain.py" line="62"/>
        <source>Largest number of samples of a fifth of the values</source>
        <translation>Nombre maximal d'échantillons par cinquième des valeurs</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/regression_chain.py" line="62"/>
        <source>In each region and on each side of the split. 0: all pixels of the plots.</source>
        <translation>Dans chaque région et de chaque côté du partage. 0 : tous les pixels des placettes.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/regression_chain.py" line="78"/>
        <source>Where to write it. {RUN_FOLDER} stands for the run folder. Empty: there too.</source>
        <translation>Où l'écrire. {RUN_FOLDER} désigne le dossier d'exécution. Vide : là aussi.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/regression_chain.py" line="79"/>
        <source>Map</source>
        <translation>Carte</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/regression_chain.py" line="79"/>
        <source>Clear acquisitions</source>
        <translation>Acquisitions claires</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/regression_chain.py" line="84"/>
        <source>HTML files (*.html)</source>
        <translation>Fichiers HTML (*.html)</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/regression_chain.py" line="85"/>
        <source>Report</source>
        <translation>Rapport</translation>
    </message>
</context>
<context>
    <name>Regularize</name>
    <message>
        <location filename="../processing_provider/postprocess/regularize.py" line="30"/>
        <source>Regularise a map</source>
        <translation>Régulariser une carte</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/regularize.py" line="33"/>
        <source>Removes single pixels and small regions from a map of classes.</source>
        <translation>Supprime les pixels isolés et les petites régions d'une carte de classes.</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/regularize.py" line="36"/>
        <source>What is done, in this order:

- Masks that come first are burnt in.
- A majority filter gives each pixel the class that most pixels in a disc around it have.
- Pixels become larger, by the class that most of their pixels have.
- Regions below the minimum area become a part of the neighbour with which they share the longest border.
- Masks that come last are burnt in.

Pixels without data stay so. The result does not depend on how the map is cut into blocks.</source>
        <translation>Ce qui est fait, dans cet ordre :

- Les masques appliqués en premier sont incrustés.
- Un filtre majoritaire donne à chaque pixel la classe de la plupart des pixels d'un disque autour de lui.
- Les pixels sont agrandis, avec la classe de la plupart de leurs pixels.
- Les régions sous la surface minimale sont rattachées au voisin avec lequel elles partagent la plus longue limite.
- Les masques appliqués en dernier sont incrustés.

Les pixels sans donnée le restent. Le résultat ne dépend pas du découpage de la carte en blocs.</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/regularize.py" line="48"/>
        <source>sieve,majority filter,minimum mapping unit,generalisation,salt and pepper,noise,regularisation,clump</source>
        <translation>tamisage,filtre majoritaire,unité minimale de cartographie,généralisation,poivre et sel,bruit,régularisation,regroupement</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/regularize.py" line="53"/>
        <source>Map</source>
        <translation>Carte</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/regularize.py" line="53"/>
        <source>A raster of class codes; 0 is no data.</source>
        <translation>Un raster de codes de classes ; 0 veut dire sans donnée.</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/regularize.py" line="71"/>
        <source>Radius of the majority filter (pixels)</source>
        <translation>Rayon du filtre majoritaire (pixels)</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/regularize.py" line="71"/>
        <source>1 looks at the eight neighbours. 0: no filter.</source>
        <translation>1 regarde les huit voisins. 0 : pas de filtre.</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/regularize.py" line="79"/>
        <source>Passes of the filter</source>
        <translation>Passages du filtre</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/regularize.py" line="79"/>
        <source>Each on the result of the one before.</source>
        <translation>Chacun sur le résultat du précédent.</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/regularize.py" line="89"/>
        <source>Minimum area (m2)</source>
        <translation>Surface minimale (m2)</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/regularize.py" line="89"/>
        <source>The minimum mapping unit: smaller regions are absorbed. 0: none.</source>
        <translation>L'unité minimale de cartographie : les régions plus petites sont absorbées. 0 : aucune.</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/regularize.py" line="96"/>
        <source>Rules</source>
        <translation>Règles</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/regularize.py" line="96"/>
        <source>A CSV with the columns class and absorbed_by: the classes, by code or name and parted by |, that may take the place of a class, or any, or none. Classes without a line may be absorbed by any.</source>
        <translation>Un CSV avec les colonnes class et absorbed_by : les classes, par code ou par nom et séparées par |, qui peuvent prendre la place d'une classe, ou any, ou none. Les classes sans ligne peuvent être absorbées par n'importe laquelle.</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/regularize.py" line="96"/>
        <source>CSV files (*.csv *.txt)</source>
        <translation>Fichiers CSV (*.csv *.txt)</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/regularize.py" line="56"/>
        <source>Side of the pixels of the result</source>
        <translation>Côté des pixels du résultat</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/regularize.py" line="56"/>
        <source>In units of the map, a whole multiple of its pixels, for example 20. 0: as the map.</source>
        <translation>En unités de la carte, un multiple entier de ses pixels, par exemple 20. 0 : comme la carte.</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/regularize.py" line="108"/>
        <source>Masks to burn in</source>
        <translation>Masques à incruster</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/regularize.py" line="108"/>
        <source>Rasters of what is known better, for example roads and water: where one is neither 0 nor no data, its class stands. Later ones lie on top.</source>
        <translation>Rasters de ce qui est mieux connu, par exemple les routes et l'eau : là où l'un n'est ni 0 ni sans donnée, sa classe l'emporte. Les suivants passent au-dessus.</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/regularize.py" line="118"/>
        <source>Classes of the masks</source>
        <translation>Classes des masques</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/regularize.py" line="118"/>
        <source>A code for each mask, parted by commas. Empty: the masks hold codes themselves.</source>
        <translation>Un code par masque, séparés par des virgules. Vide : les masques contiennent eux-mêmes des codes.</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/regularize.py" line="124"/>
        <source>When to burn masks in</source>
        <translation>Quand incruster les masques</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/regularize.py" line="124"/>
        <source>after: they stand in the result as they are. before: they are filtered and absorbed like the rest. both: they also keep their neighbours company while these are filtered.</source>
        <translation>after : ils figurent tels quels dans le résultat. before : ils sont filtrés et absorbés comme le reste. both : ils comptent en outre comme voisins pendant le filtrage.</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/regularize.py" line="137"/>
        <source>Pixels connect at corners</source>
        <translation>Pixels connexes par les coins</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/regularize.py" line="137"/>
        <source>Pixels that touch at a corner only belong to one region. Else they need a common side.</source>
        <translation>Les pixels qui ne se touchent que par un coin appartiennent à une même région. Sinon, il leur faut un côté commun.</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/regularize.py" line="143"/>
        <source>Code of ties in the filter</source>
        <translation>Code des égalités dans le filtre</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/regularize.py" line="143"/>
        <source>Where several classes are equally frequent. 0: the pixel keeps its own class.</source>
        <translation>Là où plusieurs classes sont aussi fréquentes. 0 : le pixel garde sa classe.</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/regularize.py" line="68"/>
        <source>Regularised map</source>
        <translation>Carte régularisée</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/regularize.py" line="68"/>
        <source>The map of classes (GeoTIFF).</source>
        <translation>La carte des classes (GeoTIFF).</translation>
    </message>
</context>
<context>
    <name>SamplingPlan</name>
    <message>
        <location filename="../processing_provider/samples/sampling_plan.py" line="22"/>
        <source>Make a sampling plan</source>
        <translation>Faire un plan d'échantillonnage</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/sampling_plan.py" line="25"/>
        <source>Writes how many samples each class of each region would give, as a table that you may edit.</source>
        <translation>Écrit combien d'échantillons donnerait chaque classe de chaque région, dans une table que vous pouvez modifier.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/sampling_plan.py" line="28"/>
        <source>Open the table in QGIS or a spreadsheet, change strategy and size of any row, and give it to &apos;Select the sample pixels&apos; with the strategy plan. polygons, pixels and samples are those of one run to learn from.</source>
        <translation>Ouvrez la table dans QGIS ou un tableur, changez la stratégie et la taille d'une ligne quelconque, et donnez-la à « Choisir les pixels d'échantillonnage » avec la stratégie plan. polygons, pixels et samples sont ceux d'un tirage, côté apprentissage.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/sampling_plan.py" line="34"/>
        <source>samples,plan,strategy,table,balance,classes,regions,training</source>
        <translation>échantillons,plan,stratégie,table,équilibre,classes,régions,apprentissage</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/sampling_plan.py" line="42"/>
        <source>Sampling plan</source>
        <translation>Plan d'échantillonnage</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/sampling_plan.py" line="42"/>
        <source>The table to write: region, class, name, polygons, pixels, strategy, size, samples.</source>
        <translation>La table à écrire : region, class, name, polygons, pixels, strategy, size, samples.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/sampling_plan.py" line="42"/>
        <source>Tables (*.csv)</source>
        <translation>Tableaux (*.csv)</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/sampling_plan.py" line="50"/>
        <source>Number of samples of a run</source>
        <translation>Nombre d'échantillons d'un tirage</translation>
    </message>
</context>
<context>
    <name>ScanCatalogue</name>
    <message>
        <location filename="../processing_provider/time_series/scan_catalogue.py" line="41"/>
        <source>List the images of a folder</source>
        <translation>Lister les images d'un dossier</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/scan_catalogue.py" line="44"/>
        <source>Makes the catalogue of the satellite images below a folder, which the other steps read.</source>
        <translation>Fait le catalogue des images satellite d'un dossier, que lisent les autres étapes.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/scan_catalogue.py" line="68"/>
        <source>Folder with images</source>
        <translation>Dossier d'images</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/scan_catalogue.py" line="74"/>
        <source>First date</source>
        <translation>Première date</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/scan_catalogue.py" line="75"/>
        <source>Last date</source>
        <translation>Dernière date</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/scan_catalogue.py" line="76"/>
        <source>Largest cloud cover (%)</source>
        <translation>Couverture nuageuse maximale (%)</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/scan_catalogue.py" line="87"/>
        <source>Kinds of images</source>
        <translation>Types d'images</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/scan_catalogue.py" line="87"/>
        <source>Only these kinds are looked for. Empty: all kinds are detected.</source>
        <translation>Seuls ces types sont cherchés. Vide : tous les types sont détectés.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/scan_catalogue.py" line="144"/>
        <source>Tables (*.csv)</source>
        <translation>Tableaux (*.csv)</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/scan_catalogue.py" line="110"/>
        <source>Catalogue</source>
        <translation>Catalogue</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/scan_catalogue.py" line="171"/>
        <source>Number of images</source>
        <translation>Nombre d'images</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/scan_catalogue.py" line="172"/>
        <source>Number of tiles</source>
        <translation>Nombre de tuiles</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/scan_catalogue.py" line="173"/>
        <source>Number of images left out</source>
        <translation>Nombre d'images écartées</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/scan_catalogue.py" line="47"/>
        <source>Point it at whatever you downloaded. Products are told by their names and metadata:

- Sentinel-2: Theia L2A and monthly syntheses (L3A), ESA Sen2Cor L2A (SAFE, unpacked or zipped)
- Landsat 4 to 9: USGS Collection 2 Level 2, and the Landsat 5, 7 and 8 products of Theia
- HLS 2.0 (L30 and S30)
- Sentinel-1: the tiles of S1Tiling
- STAC: an item collection, a catalogue or a search, read where the images are
- your own series: one raster a date, one a band and date, or one a band with a layer a date
- layers without date that describe the place: relief, soil, climate

The catalogue is a GeoPackage that opens with the outlines of the images, coloured by sensor: the temporal controller (the clock in the tool bar) steps through their dates. Its table left_out says what was not taken, and why. No image is copied or changed.</source>
        <translation>Indiquez-lui tout ce que vous avez téléchargé. Les produits sont reconnus à leurs noms et à leurs métadonnées :

- Sentinel-2 : L2A et synthèses mensuelles (L3A) de Theia, L2A Sen2Cor de l'ESA (SAFE, décompressé ou zippé)
- Landsat 4 à 9 : Collection 2 Level 2 de l'USGS, et les produits Landsat 5, 7 et 8 de Theia
- HLS 2.0 (L30 et S30)
- Sentinel-1 : les tuiles de S1Tiling
- STAC : une collection d'items, un catalogue ou une recherche, lus là où sont les images
- vos propres séries : un raster par date, un par bande et date, ou un par bande avec une couche par date
- des couches sans date qui décrivent le lieu : relief, sol, climat

Le catalogue est un GeoPackage qui s'ouvre avec les contours des images, colorés par capteur : le contrôleur temporel (l'horloge de la barre d'outils) parcourt leurs dates. Sa table left_out dit ce qui n'a pas été pris, et pourquoi. Aucune image n'est copiée ni modifiée.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/scan_catalogue.py" line="62"/>
        <source>catalogue,images,products,Sentinel-2,Theia,MUSCATE,L2A,L3A,Sen2Cor,SAFE,Landsat,HLS,Sentinel-1,S1Tiling,radar,STAC,own rasters,relief,time series,dates,clouds,scan</source>
        <translation>catalogue,images,produits,Sentinel-2,Theia,MUSCATE,L2A,L3A,Sen2Cor,SAFE,Landsat,HLS,Sentinel-1,S1Tiling,radar,STAC,rasters personnels,relief,série temporelle,dates,nuages,liste</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/scan_catalogue.py" line="68"/>
        <source>It is searched with all folders below it. Leave it empty only if you give a STAC source instead.</source>
        <translation>Il est parcouru avec tous ses sous-dossiers. Ne le laissez vide que si vous donnez une source STAC à la place.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/scan_catalogue.py" line="74"/>
        <source>Earlier images are left out. Empty: no limit.</source>
        <translation>Les images antérieures sont laissées de côté. Vide : pas de limite.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/scan_catalogue.py" line="75"/>
        <source>Later images are left out. Empty: no limit.</source>
        <translation>Les images postérieures sont laissées de côté. Vide : pas de limite.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/scan_catalogue.py" line="76"/>
        <source>Images whose metadata tell of more clouds are left out. 100 keeps all: cloudy images have clear pixels too, and clouds are masked anyway.</source>
        <translation>Les images dont les métadonnées annoncent plus de nuages sont laissées de côté. 100 les garde toutes : les images nuageuses ont aussi des pixels clairs, et les nuages sont masqués de toute façon.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/scan_catalogue.py" line="95"/>
        <source>Area of interest</source>
        <translation>Zone d'intérêt</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/scan_catalogue.py" line="95"/>
        <source>Images that do not touch it are left out. A search in a STAC API needs it.</source>
        <translation>Les images qui ne la touchent pas sont laissées de côté. Une recherche dans une API STAC en a besoin.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/scan_catalogue.py" line="205"/>
        <source>Layers without date</source>
        <translation>Couches sans date</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/scan_catalogue.py" line="101"/>
        <source>Rasters that describe the place at any time: relief, soil, climate. A folder means all in it.</source>
        <translation>Rasters qui décrivent le lieu à tout moment : relief, sol, climat. Un dossier désigne tous ceux qu'il contient.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/scan_catalogue.py" line="118"/>
        <source>STAC source</source>
        <translation>Source STAC</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/scan_catalogue.py" line="118"/>
        <source>File or address of a STAC item collection, a catalogue (catalog.json) or a STAC API. Images on servers are read where they are.</source>
        <translation>Fichier ou adresse d'une collection d'items STAC, d'un catalogue (catalog.json) ou d'une API STAC. Les images sur des serveurs sont lues là où elles sont.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/scan_catalogue.py" line="127"/>
        <source>STAC collections</source>
        <translation>Collections STAC</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/scan_catalogue.py" line="127"/>
        <source>Names of the collections wanted, with commas between: sentinel-2-l2a. Empty: all.</source>
        <translation>Noms des collections voulues, séparés par des virgules : sentinel-2-l2a. Vide : toutes.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/scan_catalogue.py" line="110"/>
        <source>The GeoPackage to write: layers products and static_layers, table left_out.</source>
        <translation>Le GeoPackage à écrire : couches products et static_layers, table left_out.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/scan_catalogue.py" line="135"/>
        <source>Your own series: pattern of names</source>
        <translation>Vos propres séries : modèle des noms</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/scan_catalogue.py" line="135"/>
        <source>What the names of your files look like, such as {sensor}_{date}_{band} or {date}/{band}. {tile} and * may be used too. Empty: names are read as they are.</source>
        <translation>À quoi ressemblent les noms de vos fichiers, par exemple {sensor}_{date}_{band} ou {date}/{band}. {tile} et * sont possibles aussi. Vide : les noms sont lus tels quels.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/scan_catalogue.py" line="144"/>
        <source>Your own series: table of dates</source>
        <translation>Vos propres séries : table des dates</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/scan_catalogue.py" line="144"/>
        <source>When file names hold no date: a CSV with the columns file and date (YYYY-MM-DD), and if you like layer, time and mask. With the column date alone: the dates of the layers of each file.</source>
        <translation>Quand les noms des fichiers n'ont pas de date : un CSV avec les colonnes file et date (AAAA-MM-JJ), et si vous voulez layer, time et mask. Avec la colonne date seule : les dates des couches de chaque fichier.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/scan_catalogue.py" line="155"/>
        <source>Your own series: factor to reflectance x 10000</source>
        <translation>Vos propres séries : facteur vers réflectance x 10000</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/scan_catalogue.py" line="155"/>
        <source>Values are multiplied by it. 0: automatic, 1 for whole numbers and 10000 for decimal numbers.</source>
        <translation>Les valeurs sont multipliées par lui. 0 : automatique, 1 pour les nombres entiers et 10000 pour les nombres décimaux.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/scan_catalogue.py" line="163"/>
        <source>Your own series: no-data value</source>
        <translation>Vos propres séries : valeur sans donnée</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/scan_catalogue.py" line="163"/>
        <source>For files that declare none. Empty: every value counts.</source>
        <translation>Pour les fichiers qui n'en déclarent pas. Vide : toutes les valeurs comptent.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/scan_catalogue.py" line="177"/>
        <source>Give a folder with images, or a STAC source.</source>
        <translation>Donnez un dossier d'images, ou une source STAC.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/scan_catalogue.py" line="205"/>
        <source>Left out, and why</source>
        <translation>Laissé de côté, et pourquoi</translation>
    </message>
</context>
<context>
    <name>SegmentSuperpixels</name>
    <message>
        <location filename="../processing_provider/mapping/segment_superpixels.py" line="21"/>
        <source>Divide images into superpixels</source>
        <translation>Diviser les images en superpixels</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/segment_superpixels.py" line="24"/>
        <source>Groups neighbouring pixels that look alike into patches of about the same size.</source>
        <translation>Groupe les pixels voisins qui se ressemblent en taches d'à peu près la même taille.</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/segment_superpixels.py" line="27"/>
        <source>Takes any raster, best one that stands for a whole year, such as the statistics over time or a composite. Large rasters are done window by window; the patches do not show the windows&apos; borders. Needs the package scikit-image.</source>
        <translation>Prend n'importe quel raster, au mieux un qui représente toute l'année, comme les statistiques temporelles ou une synthèse. Les grands rasters sont traités fenêtre par fenêtre ; les taches ne montrent pas les bords des fenêtres. Demande le paquet scikit-image.</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/segment_superpixels.py" line="34"/>
        <source>superpixels,SLIC,segmentation,objects,OBIA,context,auto-context,patches</source>
        <translation>superpixels,SLIC,segmentation,objets,OBIA,contexte,auto-contexte,taches</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/segment_superpixels.py" line="37"/>
        <source>Raster</source>
        <translation>Raster</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/segment_superpixels.py" line="37"/>
        <source>Any number of bands; each counts as much as the others.</source>
        <translation>N'importe quel nombre de bandes ; chacune compte autant que les autres.</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/segment_superpixels.py" line="38"/>
        <source>Pixels of a superpixel</source>
        <translation>Pixels d'un superpixel</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/segment_superpixels.py" line="38"/>
        <source>Mean number, 20 to 4096. To describe surroundings: as large as what tells the classes apart.</source>
        <translation>Nombre moyen, de 20 à 4096. Pour décrire l'entourage : aussi grand que ce qui distingue les classes.</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/segment_superpixels.py" line="46"/>
        <source>Compactness</source>
        <translation>Compacité</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/segment_superpixels.py" line="46"/>
        <source>Larger: rounder patches; smaller: they follow the borders in the images more closely.</source>
        <translation>Plus grande : des taches plus rondes ; plus petite : elles suivent de plus près les limites dans les images.</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/segment_superpixels.py" line="56"/>
        <source>Superpixels</source>
        <translation>Superpixels</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/segment_superpixels.py" line="56"/>
        <source>A number for each patch, 0 without data (GeoTIFF).</source>
        <translation>Un numéro par tache, 0 sans donnée (GeoTIFF).</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/segment_superpixels.py" line="61"/>
        <source>Number of superpixels</source>
        <translation>Nombre de superpixels</translation>
    </message>
</context>
<context>
    <name>SelectSamples</name>
    <message>
        <location filename="../processing_provider/samples/select_samples.py" line="21"/>
        <source>Select the sample pixels</source>
        <translation>Choisir les pixels d'échantillonnage</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/select_samples.py" line="24"/>
        <source>Chooses the pixels of the reference polygons that become samples, as points.</source>
        <translation>Choisit les pixels des polygones de référence qui deviennent des échantillons, sous forme de points.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/select_samples.py" line="27"/>
        <source>A pixel belongs to a polygon when its centre lies inside. The points keep the columns of their polygon and may be edited or deleted in QGIS before their values are read.</source>
        <translation>Un pixel appartient à un polygone quand son centre est à l'intérieur. Les points gardent les colonnes de leur polygone et peuvent être modifiés ou supprimés dans QGIS avant que leurs valeurs soient lues.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/select_samples.py" line="33"/>
        <source>samples,pixels,points,selection,random,balance,training</source>
        <translation>échantillons,pixels,points,sélection,aléatoire,équilibre,apprentissage</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/select_samples.py" line="46"/>
        <source>Sample points</source>
        <translation>Points d'échantillonnage</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/select_samples.py" line="46"/>
        <source>The GeoPackage to write: one point for each chosen pixel.</source>
        <translation>Le GeoPackage à écrire : un point par pixel choisi.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/select_samples.py" line="38"/>
        <source>Also pixels of the validation polygons</source>
        <translation>Aussi les pixels des polygones de validation</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/select_samples.py" line="38"/>
        <source>Not needed to make a map: its accuracy is measured on the polygons themselves.</source>
        <translation>Inutile pour faire une carte : son exactitude est mesurée sur les polygones mêmes.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/select_samples.py" line="54"/>
        <source>Number of samples</source>
        <translation>Nombre d'échantillons</translation>
    </message>
</context>
<context>
    <name>SeriesOptions</name>
    <message>
        <location filename="../processing_provider/time_series/series_options.py" line="30"/>
        <source>Choose how the year is described</source>
        <translation>Choisir comment l'année est décrite</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/series_options.py" line="33"/>
        <source>Writes the file of options (SERIES) that the chains and the other steps take.</source>
        <translation>Écrit le fichier d'options (SERIES) que prennent les chaînes et les autres étapes.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/series_options.py" line="36"/>
        <source>filled: values on regular dates. composites: one image of each month or window. metrics: statistics over time. phenology: start, peak and end of the season. harmonics: cosine and sine terms. Several together are possible.

What is left as it is keeps its default, or its value in the file that is changed (BASE). With a catalogue the options are tried on its images, and the log says how many features they give. The file is plain text with more options than this dialog has: see the user guide.</source>
        <translation>filled : valeurs à des dates régulières. composites : une image de chaque mois ou fenêtre. metrics : statistiques temporelles. phenology : début, pic et fin de la saison. harmonics : termes en cosinus et en sinus. On peut en prendre plusieurs à la fois.

Ce qui est laissé tel quel garde sa valeur par défaut, ou celle du fichier modifié (BASE). Avec un catalogue, les options sont essayées sur ses images, et le journal dit combien de variables elles donnent. Le fichier est du texte, avec plus d'options que ce dialogue : voir le guide d'utilisation.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/series_options.py" line="46"/>
        <source>series,options,SERIES,JSON,features,dates,indices,composites,statistics,phenology,filling</source>
        <translation>série,options,SERIES,JSON,variables,dates,indices,composites,statistiques,phénologie,comblement</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/series_options.py" line="49"/>
        <source>What describes the year</source>
        <translation>Ce qui décrit l'année</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/series_options.py" line="49"/>
        <source>One or several. None: filled.</source>
        <translation>Un ou plusieurs. Aucun : filled.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/series_options.py" line="53"/>
        <source>Days between the dates</source>
        <translation>Jours entre les dates</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/series_options.py" line="53"/>
        <source>Of filled series. 0: as it is, else 10.</source>
        <translation>Des séries comblées. 0 : tel quel, sinon 10.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/series_options.py" line="57"/>
        <source>First date</source>
        <translation>Première date</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/series_options.py" line="57"/>
        <source>Empty: that of the first image of each sensor.</source>
        <translation>Vide : celle de la première image de chaque capteur.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/series_options.py" line="58"/>
        <source>Last date</source>
        <translation>Dernière date</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/series_options.py" line="58"/>
        <source>Empty: that of the last image of each sensor.</source>
        <translation>Vide : celle de la dernière image de chaque capteur.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/series_options.py" line="59"/>
        <source>Filling of the gaps</source>
        <translation>Comblement des lacunes</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/series_options.py" line="65"/>
        <source>Indices</source>
        <translation>Indices</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/series_options.py" line="65"/>
        <source>Parted by commas: names (NDVI, EVI) or formulas (NDRE = (B8 - B5) / (B8 + B5)). none: none.</source>
        <translation>Séparés par des virgules : noms (NDVI, EVI) ou formules (NDRE = (B8 - B5) / (B8 + B5)). none : aucun.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/series_options.py" line="69"/>
        <source>Sensors</source>
        <translation>Capteurs</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/series_options.py" line="69"/>
        <source>Keys parted by commas, such as S2,S1ASC. Empty: all.</source>
        <translation>Clés séparées par des virgules, par exemple S2,S1ASC. Vide : tous.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/series_options.py" line="72"/>
        <source>File that is changed</source>
        <translation>Fichier à modifier</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/series_options.py" line="72"/>
        <source>A file of options to begin with. Empty: the defaults.</source>
        <translation>Un fichier d'options dont partir. Vide : les valeurs par défaut.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/series_options.py" line="77"/>
        <source>JSON files (*.json)</source>
        <translation>Fichiers JSON (*.json)</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/series_options.py" line="77"/>
        <source>Options of the time series</source>
        <translation>Options de la série temporelle</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/series_options.py" line="77"/>
        <source>The file to write, for SERIES.</source>
        <translation>Le fichier à écrire, pour SERIES.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/series_options.py" line="83"/>
        <source>Method of composites</source>
        <translation>Méthode des composites</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/series_options.py" line="83"/>
        <source>as_in_series: as it is, else median.</source>
        <translation>as_in_series : tel quel, sinon median.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/series_options.py" line="87"/>
        <source>Days of a composite</source>
        <translation>Jours d'un composite</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/series_options.py" line="87"/>
        <source>-1: calendar months. 0: as it is, else 30.</source>
        <translation>-1 : mois du calendrier. 0 : tel quel, sinon 30.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/series_options.py" line="91"/>
        <source>Statistics</source>
        <translation>Statistiques</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/series_options.py" line="91"/>
        <source>Of metrics, parted by commas: p10, p50, mean, std, slope, clear_dates ... Empty: as it is.</source>
        <translation>De metrics, séparées par des virgules : p10, p50, mean, std, slope, clear_dates... Vide : tel quel.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/series_options.py" line="96"/>
        <source>Bands and indices of the statistics</source>
        <translation>Bandes et indices des statistiques</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/series_options.py" line="96"/>
        <source>Parted by commas. Empty: as it is, else all.</source>
        <translation>Séparés par des virgules. Vide : tel quel, sinon tous.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/series_options.py" line="100"/>
        <source>Seasons in a year</source>
        <translation>Saisons dans l'année</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/series_options.py" line="100"/>
        <source>Of phenology, 1 or 2. 0: as it is, else 1.</source>
        <translation>De phenology, 1 ou 2. 0 : tel quel, sinon 1.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/series_options.py" line="104"/>
        <source>File of your own features</source>
        <translation>Fichier de vos propres variables</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/series_options.py" line="104"/>
        <source>A Python file: see the user guide.</source>
        <translation>Un fichier Python : voir le guide d'utilisation.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/series_options.py" line="104"/>
        <source>Python files (*.py)</source>
        <translation>Fichiers Python (*.py)</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/series_options.py" line="108"/>
        <source>Functions of that file</source>
        <translation>Fonctions de ce fichier</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/series_options.py" line="108"/>
        <source>Names parted by commas.</source>
        <translation>Noms séparés par des virgules.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/series_options.py" line="109"/>
        <source>Principal components</source>
        <translation>Composantes principales</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/series_options.py" line="109"/>
        <source>So many, fitted on the samples, take the place of the features. 0: as it is, else none.</source>
        <translation>Autant de composantes, ajustées sur les échantillons, remplacent les variables. 0 : tel quel, sinon aucune.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/series_options.py" line="116"/>
        <source>Snow counts as cloud</source>
        <translation>La neige compte comme un nuage</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/series_options.py" line="116"/>
        <source>Pixels under snow are left out, where the images tell.</source>
        <translation>Les pixels sous la neige sont laissés de côté, quand les images le disent.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/series_options.py" line="120"/>
        <source>Coordinate system of the map</source>
        <translation>Système de coordonnées de la carte</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/series_options.py" line="120"/>
        <source>Empty: that of the images.</source>
        <translation>Vide : celui des images.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/series_options.py" line="123"/>
        <source>Side of the map&apos;s pixels</source>
        <translation>Côté des pixels de la carte</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/series_options.py" line="123"/>
        <source>In units of the coordinate system. 0: as it is, else that of the images.</source>
        <translation>En unités du système de coordonnées. 0 : tel quel, sinon celui des images.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/series_options.py" line="130"/>
        <source>Number of features</source>
        <translation>Nombre de variables</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/series_options.py" line="134"/>
        <source>USER_FEATURES is given, but no function of it: name them in FUNCTIONS.</source>
        <translation>USER_FEATURES est donné, mais aucune de ses fonctions : nommez-les dans FUNCTIONS.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/series_options.py" line="59"/>
        <source>as_in_series: as it is, else linear. masked: the dates as they were acquired, clouds left out, for neural networks and boosting.</source>
        <translation>as_in_series : tel quel, sinon linear. masked : les dates telles qu'acquises, sans les nuages, pour les réseaux de neurones et le boosting.</translation>
    </message>
</context>
<context>
    <name>SimplifyPolygons</name>
    <message>
        <location filename="../processing_provider/postprocess/simplify_polygons.py" line="17"/>
        <source>Simplify polygons side by side</source>
        <translation>Simplifier des polygones contigus</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/simplify_polygons.py" line="20"/>
        <source>Takes corners away from polygons, and neighbours still fit: no gaps, no overlaps.</source>
        <translation>Retire des sommets aux polygones, et les voisins s'ajustent toujours : ni trous, ni recouvrements.</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/simplify_polygons.py" line="23"/>
        <source>Each border is simplified once, for both its sides. A corner goes where the triangle with its two neighbours is small, the smallest first (Visvalingam and Whyatt); then the border is shifted a little, so that the areas at its sides stay. One that would cross another keeps more of its corners. The column area_m2 is computed anew, the others stay. Needs the package shapely.</source>
        <translation>Chaque limite est simplifiée une seule fois, pour ses deux côtés. Un sommet est supprimé là où le triangle qu'il forme avec ses deux voisins est petit, le plus petit d'abord (Visvalingam et Whyatt) ; la limite est ensuite légèrement décalée, pour que les surfaces de part et d'autre soient conservées. Une limite qui en croiserait une autre garde davantage de ses sommets. La colonne area_m2 est recalculée, les autres restent. Demande le paquet shapely.</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/simplify_polygons.py" line="31"/>
        <source>simplification,generalisation,topology,Douglas-Peucker,Visvalingam,coverage,vertices</source>
        <translation>simplification,généralisation,topologie,Douglas-Peucker,Visvalingam,couverture,sommets</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/simplify_polygons.py" line="35"/>
        <source>Tolerance</source>
        <translation>Tolérance</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/simplify_polygons.py" line="48"/>
        <source>The simplified polygons, with the columns and the style of the input.</source>
        <translation>Les polygones simplifiés, avec les colonnes et le style de l'entrée.</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/simplify_polygons.py" line="52"/>
        <source>TOLERANCE has to be above 0.</source>
        <translation>TOLERANCE doit être supérieur à 0.</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/simplify_polygons.py" line="35"/>
        <source>In units of the layer: a corner goes where its triangle is no larger than the square of this. Twice the side of a pixel takes the steps of the pixels away.</source>
        <translation>En unités de la couche : un sommet disparaît là où son triangle ne dépasse pas le carré de cette valeur. Deux fois le côté d'un pixel efface les marches des pixels.</translation>
    </message>
</context>
<context>
    <name>SmoothPolygons</name>
    <message>
        <location filename="../processing_provider/postprocess/smooth_polygons.py" line="17"/>
        <source>Smooth polygons side by side</source>
        <translation>Lisser des polygones contigus</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/smooth_polygons.py" line="20"/>
        <source>Rounds the corners of polygons, and neighbours still fit: no gaps, no overlaps.</source>
        <translation>Arrondit les angles des polygones, et les voisins s'ajustent toujours : ni trous, ni recouvrements.</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/smooth_polygons.py" line="23"/>
        <source>Each border is smoothed once, for both its sides: corners are cut again and again (Chaikin), then the border is shifted a little, so that the areas at its sides stay as they were. Points where three polygons meet stay. A border that would cross another stays as it is. The column area_m2 is computed anew, the others stay. Needs the package shapely.</source>
        <translation>Chaque limite est lissée une seule fois, pour ses deux côtés : les angles sont coupés à plusieurs reprises (Chaikin), puis la limite est légèrement décalée, afin que les surfaces de part et d'autre restent inchangées. Les points où trois polygones se rejoignent restent en place. Une limite qui en croiserait une autre reste telle quelle. La colonne area_m2 est recalculée, les autres restent. Demande le paquet shapely.</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/smooth_polygons.py" line="31"/>
        <source>smoothing,generalisation,topology,Chaikin,Hermite,rounding,coverage</source>
        <translation>lissage,généralisation,topologie,Chaikin,Hermite,arrondi,couverture</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/smooth_polygons.py" line="35"/>
        <source>Rounds</source>
        <translation>Itérations</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/smooth_polygons.py" line="35"/>
        <source>How often corners are cut: each round about doubles the number of corners.</source>
        <translation>Combien de fois les angles sont coupés : chaque passe double à peu près le nombre d'angles.</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/smooth_polygons.py" line="43"/>
        <source>Reach</source>
        <translation>Portée</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/smooth_polygons.py" line="43"/>
        <source>In units of the layer: a corner is cut a quarter of the way to its neighbours, but not further away than this, so that long straight sides stay straight.</source>
        <translation>En unités de la couche : un angle est coupé au quart de la distance à ses voisins, mais jamais plus loin que cette valeur, afin que les longs côtés droits restent droits.</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/smooth_polygons.py" line="56"/>
        <source>The smoothed polygons, with the columns and the style of the input.</source>
        <translation>Les polygones lissés, avec les colonnes et le style de l'entrée.</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/smooth_polygons.py" line="60"/>
        <source>REACH has to be above 0.</source>
        <translation>REACH doit être supérieur à 0.</translation>
    </message>
</context>
<context>
    <name>SmoothProbabilities</name>
    <message>
        <location filename="../processing_provider/mapping/smooth_probabilities.py" line="20"/>
        <source>Smooth probabilities</source>
        <translation>Lisser des probabilités</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/smooth_probabilities.py" line="23"/>
        <source>Makes a map from probabilities in which single wrong pixels give way to their neighbours.</source>
        <translation>Fait à partir de probabilités une carte où les pixels faux isolés cèdent à leurs voisins.</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/smooth_probabilities.py" line="26"/>
        <source>bayes: a pixel gives way where its neighbours agree with each other, and keeps its own where they differ, as at the borders of fields. gaussian: a weighted mean of the probabilities around. majority: the class that most pixels around have. Pixels without data stay so.</source>
        <translation>bayes : un pixel cède là où ses voisins s'accordent, et garde sa classe là où ils diffèrent, comme aux limites des parcelles. gaussian : une moyenne pondérée des probabilités alentour. majority : la classe qu'ont le plus de pixels alentour. Les pixels sans donnée le restent.</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/smooth_probabilities.py" line="33"/>
        <source>smoothing,Bayes,majority filter,salt and pepper,noise,neighbours,probabilities,sits</source>
        <translation>lissage,Bayes,filtre majoritaire,poivre et sel,bruit,voisins,probabilités,sits</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/smooth_probabilities.py" line="36"/>
        <source>Probabilities</source>
        <translation>Probabilités</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/smooth_probabilities.py" line="36"/>
        <source>One band a class, as &apos;Make the map&apos; writes them.</source>
        <translation>Une bande par classe, telles que « Faire la carte » les écrit.</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/smooth_probabilities.py" line="41"/>
        <source>How to smooth</source>
        <translation>Comment lisser</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/smooth_probabilities.py" line="41"/>
        <source>bayes keeps borders best.</source>
        <translation>bayes garde le mieux les limites.</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/smooth_probabilities.py" line="44"/>
        <source>Side of the neighbourhood (pixels)</source>
        <translation>Côté du voisinage (pixels)</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/smooth_probabilities.py" line="44"/>
        <source>An odd number, smaller than what has to stay: 5 looks 2 pixels to each side.</source>
        <translation>Un nombre impair, plus petit que ce qui doit rester : 5 regarde 2 pixels de chaque côté.</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/smooth_probabilities.py" line="52"/>
        <source>Smoothness</source>
        <translation>Lissage</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/smooth_probabilities.py" line="52"/>
        <source>Of bayes: the larger, the more a pixel gives way to its neighbours. 1 to 3 suit forests, 10 and more networks.</source>
        <translation>Pour bayes : plus il est grand, plus un pixel cède à ses voisins. 1 à 3 conviennent aux forêts, 10 et plus aux réseaux.</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/smooth_probabilities.py" line="62"/>
        <source>Smoothness by class</source>
        <translation>Lissage par classe</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/smooth_probabilities.py" line="62"/>
        <source>For classes that need another: code=number, parted by commas, for example 3=5,7=40.</source>
        <translation>Pour les classes qui en demandent un autre : code=nombre, séparés par des virgules, par exemple 3=5,7=40.</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/smooth_probabilities.py" line="68"/>
        <source>Share of the neighbours</source>
        <translation>Part des voisins</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/smooth_probabilities.py" line="68"/>
        <source>Of bayes: only this share of the neighbours, those where the class is likeliest, speaks for it, so that at a border each side is judged by its own.</source>
        <translation>Pour bayes : seule cette part des voisins, ceux où la classe est la plus probable, parle pour elle, de sorte qu'à une limite chaque côté est jugé par les siens.</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/smooth_probabilities.py" line="82"/>
        <source>Smoothed map</source>
        <translation>Carte lissée</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/smooth_probabilities.py" line="82"/>
        <source>The map of classes (GeoTIFF).</source>
        <translation>La carte des classes (GeoTIFF).</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/smooth_probabilities.py" line="83"/>
        <source>Smoothed probabilities</source>
        <translation>Probabilités lissées</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/smooth_probabilities.py" line="83"/>
        <source>Probability of every class, a band each (GeoTIFF).</source>
        <translation>Probabilité de chaque classe, une bande chacune (GeoTIFF).</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/smooth_probabilities.py" line="89"/>
        <source>Confidence</source>
        <translation>Confiance</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/smooth_probabilities.py" line="89"/>
        <source>Smoothed probability of the chosen class, 0 to 100 (GeoTIFF).</source>
        <translation>Probabilité lissée de la classe choisie, de 0 à 100 (GeoTIFF).</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/smooth_probabilities.py" line="98"/>
        <source>WINDOW is even: give an odd number of pixels, so that it has a middle.</source>
        <translation>WINDOW est pair : donnez un nombre impair de pixels, pour qu'il y ait un milieu.</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/smooth_probabilities.py" line="100"/>
        <source>SMOOTHNESS and NEIGHBOUR_SHARE have to be above 0.</source>
        <translation>SMOOTHNESS et NEIGHBOUR_SHARE doivent être supérieurs à 0.</translation>
    </message>
</context>
<context>
    <name>SplitReference</name>
    <message>
        <location filename="../processing_provider/samples/split_reference.py" line="31"/>
        <source>Split into learning and validation</source>
        <translation>Partager en apprentissage et validation</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/split_reference.py" line="34"/>
        <source>Divides the prepared reference into polygons to learn from and polygons to validate with.</source>
        <translation>Partage la référence préparée en polygones d'apprentissage et polygones de validation.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/split_reference.py" line="49"/>
        <source>Prepared reference</source>
        <translation>Référence préparée</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/split_reference.py" line="52"/>
        <source>Share to learn from</source>
        <translation>Part pour l'apprentissage</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/split_reference.py" line="52"/>
        <source>The rest validates. Each class keeps at least one polygon on both sides.</source>
        <translation>Le reste valide. Chaque classe garde au moins un polygone de chaque côté.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/split_reference.py" line="60"/>
        <source>Number of runs</source>
        <translation>Nombre de tirages</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/split_reference.py" line="60"/>
        <source>Independent random splits.</source>
        <translation>Partages aléatoires indépendants.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/split_reference.py" line="63"/>
        <source>What is kept together</source>
        <translation>Ce qui reste ensemble</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/split_reference.py" line="90"/>
        <source>Split reference</source>
        <translation>Référence partagée</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/split_reference.py" line="90"/>
        <source>The GeoPackage to write: the reference with a column for each run.</source>
        <translation>Le GeoPackage à écrire : la référence avec une colonne par tirage.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/split_reference.py" line="97"/>
        <source>Side of the squares in metres (block)</source>
        <translation>Côté des carrés en mètres (block)</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/split_reference.py" line="49"/>
        <source>Made by &apos;Prepare the reference&apos;.</source>
        <translation>Faite par « Préparer la référence ».</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/split_reference.py" line="77"/>
        <source>Share to hold back</source>
        <translation>Part à mettre de côté</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/split_reference.py" line="77"/>
        <source>So much of each class and region is neither learnt from nor validated with in any run: its columns say test. It measures what several runs give together.</source>
        <translation>Cette part de chaque classe et région ne sert ni à apprendre ni à valider dans aucun tirage : ses colonnes disent test. Elle mesure ce que plusieurs tirages donnent ensemble.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/split_reference.py" line="37"/>
        <source>Whole polygons are drawn, separately for each class and region: pixels of one polygon resemble each other, and a polygon on both sides would make the map look better than it is. Several runs give the accuracy an interval. The result has a column for each run (run_1, run_2, ...): learn, validation or test.

Method knndm: Linnenbrink et al. 2024, doi 10.5194/gmd-17-5897-2024.</source>
        <translation>Des polygones entiers sont tirés, séparément pour chaque classe et région : les pixels d'un polygone se ressemblent, et un polygone présent des deux côtés ferait paraître la carte meilleure qu'elle n'est. Plusieurs tirages donnent un intervalle à l'exactitude. Le résultat a une colonne par tirage (run_1, run_2, ...) : learn, validation ou test.

Méthode knndm : Linnenbrink et al. 2024, doi 10.5194/gmd-17-5897-2024.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/split_reference.py" line="46"/>
        <source>split,training,validation,random,stratified,runs,reference,spatial,block,kNNDM</source>
        <translation>partage,apprentissage,validation,aléatoire,stratifié,tirages,référence,spatial,bloc,kNNDM</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/split_reference.py" line="63"/>
        <source>polygon: all pixels of a polygon go to one side. block: all polygons of a square, for estimates that hold farther from the samples. tile, region, year: all of an image tile, a region or a year (YEAR_FIELD of &apos;Prepare the reference&apos;). knndm: validation polygons lie as far from those learnt from as the map does: the best choice where polygons are bunched and the map is larger.</source>
        <translation>polygon : tous les pixels d'un polygone vont d'un même côté. block : tous les polygones d'un carré, pour des estimations qui valent plus loin des échantillons. tile, region, year : tous ceux d'une tuile d'images, d'une région ou d'une année (YEAR_FIELD de « Préparer la référence »). knndm : les polygones de validation sont aussi loin de ceux de l'apprentissage que l'est la carte : le meilleur choix quand les polygones sont groupés et la carte plus étendue.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/split_reference.py" line="97"/>
        <source>0: as far as the predictors resemble themselves; without predictors, a tenth of the area&apos;s side.</source>
        <translation>0 : la distance jusqu'à laquelle les prédicteurs se ressemblent ; sans prédicteurs, un dixième du côté de la zone.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/split_reference.py" line="105"/>
        <source>Raster of predictors (block)</source>
        <translation>Raster de prédicteurs (block)</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/split_reference.py" line="105"/>
        <source>An image or features of the area: they tell how large the squares must be.</source>
        <translation>Une image ou des variables de la zone : elles disent quelle taille doivent avoir les carrés.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/split_reference.py" line="112"/>
        <source>Area that is mapped (knndm)</source>
        <translation>Zone cartographiée (knndm)</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/split_reference.py" line="112"/>
        <source>A raster (0 is left out) or polygons. Empty: the tiles of the reference.</source>
        <translation>Un raster (0 est écarté) ou des polygones. Vide : les tuiles de la référence.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/split_reference.py" line="118"/>
        <source>Part of the area (knndm)</source>
        <translation>Partie de la zone (knndm)</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/split_reference.py" line="118"/>
        <source>Only this rectangle is mapped. Empty: everything.</source>
        <translation>Seul ce rectangle est cartographié. Vide : tout.</translation>
    </message>
</context>
<context>
    <name>SuggestSamples</name>
    <message>
        <location filename="../processing_provider/samples/suggest_samples.py" line="35"/>
        <source>Suggest places to label</source>
        <translation>Proposer des lieux à étiqueter</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/suggest_samples.py" line="38"/>
        <source>Chooses the places where a new label would improve the map most (active learning).</source>
        <translation>Choisit les lieux où une nouvelle étiquette améliorerait le plus la carte (apprentissage actif).</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/suggest_samples.py" line="41"/>
        <source>Where the two likeliest classes of a first map are nearly tied, a label tells most. The places are spread over the area and over what the images show, so that no two labels tell the same.

How to go on:

- Open the points over a recent image, and fill in the class column; delete points that you cannot tell.
- Run &apos;Read the values of the samples&apos; on the points, with the SERIES of the first samples.
- Join the new samples and the old ones with &apos;Merge samples&apos;, train and map again.
- Repeat until the map no longer changes. Judge it by polygons that were drawn independently of it: suggested places are the difficult ones, and no fair test.</source>
        <translation>Là où les deux classes les plus probables d'une première carte sont presque à égalité, une étiquette apprend le plus. Les lieux sont répartis sur la zone et sur ce que montrent les images, pour que deux étiquettes ne disent pas la même chose.

Comment continuer :

- Ouvrez les points sur une image récente et remplissez la colonne de la classe ; supprimez les points que vous ne reconnaissez pas.
- Lancez « Lire les valeurs des échantillons » sur les points, avec le SERIES des premiers échantillons.
- Réunissez nouveaux et anciens échantillons avec « Fusionner des échantillons », entraînez et cartographiez de nouveau.
- Répétez jusqu'à ce que la carte ne change plus. Jugez-la par des polygones dessinés indépendamment : les lieux proposés sont les plus difficiles, ils ne font pas un test équitable.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/suggest_samples.py" line="53"/>
        <source>active learning,samples,suggest,label,uncertainty,margin,where to sample,field campaign</source>
        <translation>apprentissage actif,échantillons,proposer,étiquette,incertitude,marge,où échantillonner,campagne de terrain</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/suggest_samples.py" line="56"/>
        <source>Probabilities of a first map</source>
        <translation>Probabilités d'une première carte</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/suggest_samples.py" line="56"/>
        <source>Made by &apos;Make the map&apos; (PROBABILITIES), a band for each class.</source>
        <translation>Faites par « Faire la carte » (PROBABILITIES), une bande par classe.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/suggest_samples.py" line="62"/>
        <source>Model</source>
        <translation>Modèle</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/suggest_samples.py" line="62"/>
        <source>The model that the map was made with: places are compared by its features.</source>
        <translation>Le modèle qui a fait la carte : les lieux sont comparés par ses variables.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/suggest_samples.py" line="62"/>
        <source>Landweave models (*.lwm)</source>
        <translation>Modèles Landweave (*.lwm)</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/suggest_samples.py" line="68"/>
        <source>Name of the class column</source>
        <translation>Nom de la colonne de la classe</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/suggest_samples.py" line="68"/>
        <source>As in the samples that you have; it is empty in the result, for you to fill in.</source>
        <translation>Comme dans les échantillons que vous avez ; elle est vide dans le résultat, à vous de la remplir.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/suggest_samples.py" line="122"/>
        <source>Number of places</source>
        <translation>Nombre de lieux</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/suggest_samples.py" line="74"/>
        <source>As many as you can label in one round.</source>
        <translation>Autant que vous pouvez en étiqueter en un tour.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/suggest_samples.py" line="77"/>
        <source>What is labelled already</source>
        <translation>Ce qui est déjà étiqueté</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/suggest_samples.py" line="77"/>
        <source>Samples or polygons: places near them are not suggested, and the new points get numbers (polygon_id) that these do not use. Empty: none.</source>
        <translation>Échantillons ou polygones : aucun lieu n'est proposé près d'eux, et les nouveaux points reçoivent des numéros (polygon_id) qu'ils n'emploient pas. Vide : rien.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/suggest_samples.py" line="87"/>
        <source>Least distance (pixels)</source>
        <translation>Distance minimale (pixels)</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/suggest_samples.py" line="87"/>
        <source>Between two suggestions, and from what is labelled.</source>
        <translation>Entre deux propositions, et depuis ce qui est étiqueté.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/suggest_samples.py" line="95"/>
        <source>Part of the area</source>
        <translation>Partie de la zone</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/suggest_samples.py" line="95"/>
        <source>Places are looked for in this rectangle only. Empty: everywhere.</source>
        <translation>Les lieux ne sont cherchés que dans ce rectangle. Vide : partout.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/suggest_samples.py" line="101"/>
        <source>Mask</source>
        <translation>Masque</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/suggest_samples.py" line="101"/>
        <source>Where you can go: a raster (0 is left out) or polygons (outside is left out).</source>
        <translation>Où vous pouvez aller : un raster (0 est écarté) ou des polygones (l'extérieur est écarté).</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/suggest_samples.py" line="107"/>
        <source>File of your own features</source>
        <translation>Fichier de vos propres variables</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/suggest_samples.py" line="107"/>
        <source>Where the Python file lies now that the model&apos;s features come from, if it was moved.</source>
        <translation>Où se trouve maintenant le fichier Python dont viennent les variables du modèle, s'il a été déplacé.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/suggest_samples.py" line="107"/>
        <source>Python files (*.py)</source>
        <translation>Fichiers Python (*.py)</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/suggest_samples.py" line="117"/>
        <source>Places to label</source>
        <translation>Lieux à étiqueter</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/suggest_samples.py" line="117"/>
        <source>Points, the most useful first (GeoPackage).</source>
        <translation>Des points, les plus utiles d'abord (GeoPackage).</translation>
    </message>
</context>
<context>
    <name>TemporalMetrics</name>
    <message>
        <location filename="../processing_provider/time_series/temporal_metrics.py" line="52"/>
        <source>Statistics over time</source>
        <translation>Statistiques temporelles</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/temporal_metrics.py" line="20"/>
        <source>Writes percentiles, mean, spread, trend and other statistics of the clear acquisitions.</source>
        <translation>Écrit les quantiles, la moyenne, la dispersion, la tendance et d'autres statistiques des acquisitions claires.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/temporal_metrics.py" line="23"/>
        <source>- p5 to p95: percentiles; p50 is the median
- min, max, mean, std (standard deviation), range, iqr (p75 - p25)
- slope: change in a year
- clear_dates: how many acquisitions are clear
- longest_gap: days without a clear acquisition

They need no dates in common, so they suit areas where images are few. Sensors that have none of the bands and indices asked for are left out.</source>
        <translation>- p5 à p95 : quantiles ; p50 est la médiane
- min, max, mean (moyenne), std (écart-type), range (étendue), iqr (p75 - p25)
- slope : changement en un an
- clear_dates : nombre d'acquisitions claires
- longest_gap : jours sans acquisition claire

Elles n'ont pas besoin de dates communes, et conviennent donc aux zones où les images sont rares. Les capteurs qui n'ont aucune des bandes ni aucun des indices demandés sont laissés de côté.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/temporal_metrics.py" line="34"/>
        <source>statistics,percentile,median,standard deviation,trend,temporal metrics,time series</source>
        <translation>statistiques,quantile,centile,médiane,écart-type,tendance,métriques temporelles,série temporelle</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/temporal_metrics.py" line="37"/>
        <source>Statistics</source>
        <translation>Statistiques</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/temporal_metrics.py" line="37"/>
        <source>Parted by commas. Empty: as in the file of options, else p10,p25,p50,p75,p90,std.</source>
        <translation>Séparées par des virgules. Vide : comme dans le fichier d'options, sinon p10,p25,p50,p75,p90,std.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/temporal_metrics.py" line="42"/>
        <source>Bands and indices</source>
        <translation>Bandes et indices</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/temporal_metrics.py" line="42"/>
        <source>Parted by commas, such as B4,B8,NDVI. Empty: all.</source>
        <translation>Séparés par des virgules, par exemple B4,B8,NDVI. Vide : tous.</translation>
    </message>
</context>
<context>
    <name>TemporalProfile</name>
    <message>
        <location filename="../processing_provider/time_series/temporal_profile.py" line="21"/>
        <source>Temporal profile of points</source>
        <translation>Profil temporel de points</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/temporal_profile.py" line="24"/>
        <source>Draws the time series of points: clear values, masked ones, and the line that fills the gaps.</source>
        <translation>Trace la série temporelle de points : valeurs claires, valeurs masquées, et la courbe qui comble les lacunes.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/temporal_profile.py" line="27"/>
        <source>The page opens in any browser and needs no network. Bands, indices, sensors and points are switched on and off in it; masked acquisitions are hollow, and pointing at one tells which mask hides it.

Use it to see whether the masks are good, whether the filling suits the crops, and how classes differ. Up to 2000 points are read; the page shows up to 500 of them, the table all.</source>
        <translation>La page s'ouvre dans n'importe quel navigateur, sans réseau. Bandes, indices, capteurs et points s'y affichent et s'y masquent ; les acquisitions masquées sont des ronds vides, et en pointer une dit quel masque la cache.

Servez-vous-en pour voir si les masques sont bons, si le comblement convient aux cultures, et en quoi les classes diffèrent. Jusqu'à 2000 points sont lus ; la page en montre jusqu'à 500, la table tous.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/temporal_profile.py" line="35"/>
        <source>profile,time series,points,chart,curve,NDVI,clouds,plot,temporal</source>
        <translation>profil,série temporelle,points,graphique,courbe,NDVI,nuages,tracé,temporel</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/temporal_profile.py" line="39"/>
        <source>Points</source>
        <translation>Points</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/temporal_profile.py" line="39"/>
        <source>Points to look at. Of lines and polygons one place inside is taken.</source>
        <translation>Points à examiner. Des lignes et des polygones, un endroit à l'intérieur est pris.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/temporal_profile.py" line="45"/>
        <source>Column with the point&apos;s name</source>
        <translation>Colonne du nom du point</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/temporal_profile.py" line="45"/>
        <source>Empty: the column name if there is one, else the feature&apos;s number.</source>
        <translation>Vide : la colonne name s'il y en a une, sinon le numéro de l'entité.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/temporal_profile.py" line="54"/>
        <source>Table</source>
        <translation>Tableau</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/temporal_profile.py" line="54"/>
        <source>A row for each point, band or index, date and kind of value (clear, masked, filled).</source>
        <translation>Une ligne par point, bande ou indice, date et sorte de valeur (claire, masquée, comblée).</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/temporal_profile.py" line="54"/>
        <source>Tables (*.csv)</source>
        <translation>Tableaux (*.csv)</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/temporal_profile.py" line="64"/>
        <source>Number of points</source>
        <translation>Nombre de points</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/temporal_profile.py" line="68"/>
        <source>Neither a page nor a table is asked for: give OUTPUT_HTML or OUTPUT_CSV.</source>
        <translation>Ni page ni table ne sont demandées : donnez OUTPUT_HTML ou OUTPUT_CSV.</translation>
    </message>
</context>
<context>
    <name>TrainClassifier</name>
    <message>
        <location filename="../processing_provider/learning/train_classifier.py" line="21"/>
        <source>Train a classifier</source>
        <translation>Entraîner un classifieur</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/train_classifier.py" line="24"/>
        <source>Learns to tell the classes from the features of the samples, one model for each region.</source>
        <translation>Apprend à distinguer les classes d'après les variables des échantillons, un modèle par région.</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/train_classifier.py" line="27"/>
        <source>The model file also keeps which bands and dates the features come from, so that the map is made from the same ones.</source>
        <translation>Le fichier du modèle retient aussi de quelles bandes et dates viennent les variables, pour que la carte soit faite à partir des mêmes.</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/train_classifier.py" line="33"/>
        <source>train,learn,classifier,random forest,SVM,model,machine learning,scikit-learn</source>
        <translation>entraîner,apprendre,classifieur,forêt aléatoire,SVM,modèle,apprentissage automatique,scikit-learn</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/train_classifier.py" line="53"/>
        <source>Model</source>
        <translation>Modèle</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/train_classifier.py" line="53"/>
        <source>The model file to write.</source>
        <translation>Le fichier de modèle à écrire.</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/train_classifier.py" line="53"/>
        <source>Landweave models (*.lwm)</source>
        <translation>Modèles Landweave (*.lwm)</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/train_classifier.py" line="41"/>
        <source>Keep where the model may be used</source>
        <translation>Garder où le modèle est valable</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/train_classifier.py" line="41"/>
        <source>Keeps in the model how sure it must be of each class, and which features its samples have: maps can then show how many classes are possible, and where the ground is unlike all samples. Learning takes about six times as long.</source>
        <translation>Garde dans le modèle à quel point il doit être sûr de chaque classe, et les variables qu'ont ses échantillons : les cartes peuvent alors montrer combien de classes sont possibles, et où le sol ne ressemble à aucun échantillon. L'apprentissage prend environ six fois plus de temps.</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/train_classifier.py" line="63"/>
        <source>METHOD: {name} is a neural network: use &apos;Train a neural network&apos; (train_network).</source>
        <translation>METHOD : {name} est un réseau de neurones : utilisez « Entraîner un réseau de neurones » (train_network).</translation>
    </message>
</context>
<context>
    <name>TrainNetwork</name>
    <message>
        <location filename="../processing_provider/learning/train_network.py" line="20"/>
        <source>Train a neural network</source>
        <translation>Entraîner un réseau de neurones</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/train_network.py" line="23"/>
        <source>Learns to tell the classes from the time series of the samples, by a neural network (PyTorch).</source>
        <translation>Apprend à distinguer les classes d'après les séries temporelles des échantillons, par un réseau de neurones (PyTorch).</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/train_network.py" line="26"/>
        <source>Networks are for time series: values at dates, filled or as they were acquired with their gaps (in the file of options of the series: filling masked). The model file is as that of any classifier, and makes a map with &apos;Make the map&apos;.

- mlp: looks at all values at once; quick, a baseline.
- tempcnn, inception_time: look for shapes in the series; want the dates that they were trained on.
- ltae: looks at the dates that matter; small and quick, takes any dates.
- ltae_sensors: as ltae, each sensor on its own dates, with gaps of its own.
- transformer: as ltae, larger; best with many samples, or weights to start from.
- utae: looks at the surroundings of a pixel too; learns from what &apos;Read patches around the polygons&apos; makes.

A part of the polygons is held out, and the epoch that does best there is kept. The page with the curves is written while the network learns: open it in a browser and load it again.

Networks need the packages torch and safetensors; &apos;Check the installation&apos; tells how to install them. Learning takes minutes on a processor, less on a graphics card.</source>
        <translation>Les réseaux sont faits pour les séries temporelles : des valeurs à des dates, comblées ou telles qu'acquises avec leurs lacunes (dans le fichier d'options de la série : filling masked). Le fichier du modèle est comme celui de tout classifieur, et donne une carte avec « Faire la carte ».

- mlp : regarde toutes les valeurs à la fois ; rapide, un point de comparaison.
- tempcnn, inception_time : cherchent des formes dans la série ; exigent les dates sur lesquelles ils ont été entraînés.
- ltae : regarde les dates qui comptent ; petit et rapide, accepte toutes les dates.
- ltae_sensors : comme ltae, chaque capteur à ses propres dates, avec ses propres lacunes.
- transformer : comme ltae, plus grand ; le meilleur avec beaucoup d'échantillons, ou des poids dont partir.
- utae : regarde aussi les alentours d'un pixel ; apprend de ce que produit « Lire des imagettes autour des polygones ».

Une partie des polygones est mise de côté, et l'époque qui y réussit le mieux est gardée. La page des courbes est écrite pendant que le réseau apprend : ouvrez-la dans un navigateur et rechargez-la.

Les réseaux demandent les paquets torch et safetensors ; « Vérifier l'installation » dit comment les installer. L'apprentissage prend des minutes sur un processeur, moins sur une carte graphique.</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/train_network.py" line="44"/>
        <source>train,learn,neural network,deep learning,PyTorch,torch,LTAE,TempCNN,transformer,InceptionTime,U-TAE,model</source>
        <translation>entraîner,apprentissage,réseau de neurones,apprentissage profond,PyTorch,torch,LTAE,TempCNN,transformer,InceptionTime,U-TAE,modèle</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/train_network.py" line="50"/>
        <source>Network</source>
        <translation>Réseau</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/train_network.py" line="50"/>
        <source>mlp, tempcnn, inception_time, ltae, ltae_sensors, transformer, utae, or a Python file with a network of your own: the user guide has a template.</source>
        <translation>mlp, tempcnn, inception_time, ltae, ltae_sensors, transformer, utae, ou un fichier Python avec un réseau de votre cru : le guide d'utilisation en donne un gabarit.</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/train_network.py" line="61"/>
        <source>Time it may take</source>
        <translation>Durée maximale</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/train_network.py" line="61"/>
        <source>fast: a first look. balanced: a good model in most cases. best: the longest, several networks whose probabilities are averaged.</source>
        <translation>fast : un premier aperçu. balanced : un bon modèle dans la plupart des cas. best : le plus long, plusieurs réseaux dont les probabilités sont moyennées.</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/train_network.py" line="71"/>
        <source>Options of the network</source>
        <translation>Options du réseau</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/train_network.py" line="72"/>
        <source>Weights to start from</source>
        <translation>Poids de départ</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/train_network.py" line="72"/>
        <source>Made by &apos;Pretrain a network&apos;. Empty: none.</source>
        <translation>Produits par « Préentraîner un réseau ». Vide : aucun.</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/train_network.py" line="72"/>
        <source>Weights (*.safetensors)</source>
        <translation>Poids (*.safetensors)</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/train_network.py" line="90"/>
        <source>Model</source>
        <translation>Modèle</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/train_network.py" line="90"/>
        <source>The model file to write.</source>
        <translation>Le fichier de modèle à écrire.</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/train_network.py" line="90"/>
        <source>Landweave models (*.lwm)</source>
        <translation>Modèles Landweave (*.lwm)</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/train_network.py" line="93"/>
        <source>Curves</source>
        <translation>Courbes</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/train_network.py" line="93"/>
        <source>A page with the curves of the training, written anew while it learns.</source>
        <translation>Une page avec les courbes de l'entraînement, réécrite au fil de l'apprentissage.</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/train_network.py" line="93"/>
        <source>HTML files (*.html)</source>
        <translation>Fichiers HTML (*.html)</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/train_network.py" line="103"/>
        <source>JSON text, over the preset, for example {&quot;epochs&quot;: 30, &quot;width&quot;: 64}. With their defaults:</source>
        <translation>Texte JSON, qui prime sur le préréglage, par exemple {&quot;epochs&quot;: 30, &quot;width&quot;: 64}. Avec leurs valeurs par défaut :</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/train_network.py" line="103"/>
        <source>epochs 40 (fast 25, best 80): times that the samples are gone through. patience 20 (fast 10, best 40): epochs without a better score after which it stops, 0: never. seeds 1 (best 3): networks whose probabilities are averaged. held_out 0.15: share of the polygons that choose the epoch. choose_by loss: what chooses it, or overall_accuracy, kappa, macro_f1.</source>
        <translation>epochs 40 (fast 25, best 80) : nombre de passages sur les échantillons. patience 20 (fast 10, best 40) : époques sans meilleure note après lesquelles l'apprentissage s'arrête, 0 : jamais. seeds 1 (best 3) : réseaux dont les probabilités sont moyennées. held_out 0.15 : part des polygones qui choisissent l'époque. choose_by loss : ce qui la choisit, ou overall_accuracy, kappa, macro_f1.</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/train_network.py" line="103"/>
        <source>batch_size auto: samples of a step. learning_rate auto: found by a sweep. schedule one_cycle: of the learning rate, or cosine, constant. warmup 0.2: share of the steps in which it rises. weight_decay 0.01. clip 1.0: longest gradient, 0: any. epoch_samples 100000: samples of an epoch at most.</source>
        <translation>batch_size auto : nombre d'échantillons d'un pas. learning_rate auto : trouvé par un balayage. schedule one_cycle : évolution du taux d'apprentissage, ou cosine, constant. warmup 0.2 : part des pas durant laquelle il croît. weight_decay 0.01. clip 1.0 : plus grande norme du gradient, 0 : sans limite. epoch_samples 100000 : nombre maximal d'échantillons d'une époque.</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/train_network.py" line="103"/>
        <source>label_smoothing 0.05: share of the target spread over all classes. mixup 0.2: how strongly samples are mixed. time_shift 5.0: days by which series are moved. date_dropout 0.1: share of the dates that is hidden. band_noise 0.05: noise, in standard deviations of the bands. average 0.0: of the weights over the steps. balance weights: of the loss, or sampling, none.</source>
        <translation>label_smoothing 0.05 : part de la cible répartie sur toutes les classes. mixup 0.2 : intensité du mélange des échantillons. time_shift 5.0 : nombre de jours dont les séries sont décalées. date_dropout 0.1 : part des dates masquée. band_noise 0.05 : bruit, en écarts-types des bandes. average 0.0 : moyenne des poids au fil des pas. balance weights : équilibrage par la fonction de perte, ou sampling, none.</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/train_network.py" line="103"/>
        <source>pretrained_rate 0.1: learning rate of weights to start from, as a share of that of the others. frozen 0.5: share of the epochs in which they stay as they are. threads 1: of the computation. mixed_precision true: on a graphics card.</source>
        <translation>pretrained_rate 0.1 : taux d'apprentissage des poids de départ, en part de celui des autres. frozen 0.5 : part des époques pendant lesquelles ils restent inchangés. threads 1 : fils d'exécution du calcul. mixed_precision true : sur une carte graphique.</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/train_network.py" line="103"/>
        <source>mlp: widths [256, 128, 64], dropout 0.3. tempcnn: filters 64, kernel 5, dropout 0.5, dense 256. inception_time: filters 32, depth 6, bottleneck 32. ltae, ltae_sensors: width 128, heads 0 (as many as suit the width), key 8, dropout 0.2. transformer: width 64, heads 2, layers 3, hidden 128, dropout 0.2. utae: widths [32, 32, 64], decoder [32, 32, 64], width 128, heads 16, key 4, dropout 0.2, norm batch.</source>
        <translation>mlp : widths [256, 128, 64], dropout 0.3. tempcnn : filters 64, kernel 5, dropout 0.5, dense 256. inception_time : filters 32, depth 6, bottleneck 32. ltae, ltae_sensors : width 128, heads 0 (autant qu'il convient à la largeur), key 8, dropout 0.2. transformer : width 64, heads 2, layers 3, hidden 128, dropout 0.2. utae : widths [32, 32, 64], decoder [32, 32, 64], width 128, heads 16, key 4, dropout 0.2, norm batch.</translation>
    </message>
</context>
<context>
    <name>TrainRegression</name>
    <message>
        <location filename="../processing_provider/learning/train_regression.py" line="20"/>
        <source>Train a regression</source>
        <translation>Entraîner une régression</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/train_regression.py" line="23"/>
        <source>Learns a quantity, such as biomass or cover in percent, from the features of the samples.</source>
        <translation>Apprend une grandeur, par exemple la biomasse ou un taux de couvert, à partir des variables des échantillons.</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/train_regression.py" line="26"/>
        <source>Before the model is learnt from all samples, parts of them are held out in turn, polygons whole: the report shows how far the values found there are from the true ones (r2, RMSE, mean absolute error, bias, and a picture of both).</source>
        <translation>Avant que le modèle apprenne de tous les échantillons, des parties en sont mises de côté tour à tour, polygones entiers : le rapport montre l'écart entre les valeurs qui y sont trouvées et les vraies (r2, RMSE, erreur absolue moyenne, biais, et une figure des deux).</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/train_regression.py" line="33"/>
        <source>regression,quantity,biomass,yield,cover,percent,train,learn,model,r2,RMSE</source>
        <translation>régression,grandeur,biomasse,rendement,couvert,pourcentage,entraîner,apprendre,modèle,r2,RMSE</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/train_regression.py" line="37"/>
        <source>Column with the quantity</source>
        <translation>Colonne de la grandeur</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/train_regression.py" line="37"/>
        <source>A numeric column of the samples.</source>
        <translation>Une colonne de nombres des échantillons.</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/train_regression.py" line="49"/>
        <source>Model</source>
        <translation>Modèle</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/train_regression.py" line="49"/>
        <source>The model file to write.</source>
        <translation>Le fichier de modèle à écrire.</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/train_regression.py" line="49"/>
        <source>Landweave models (*.lwm)</source>
        <translation>Modèles Landweave (*.lwm)</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/train_regression.py" line="52"/>
        <source>Figures</source>
        <translation>Chiffres</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/train_regression.py" line="52"/>
        <source>The figures as JSON.</source>
        <translation>Les chiffres en JSON.</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/train_regression.py" line="52"/>
        <source>JSON files (*.json)</source>
        <translation>Fichiers JSON (*.json)</translation>
    </message>
</context>
<context>
    <name>TuneClassifier</name>
    <message>
        <location filename="../processing_provider/learning/tune_classifier.py" line="32"/>
        <source>Tune a classifier</source>
        <translation>Régler un classifieur</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/tune_classifier.py" line="35"/>
        <source>Tries options of a classifier, and tells which do best on polygons that were not learnt from.</source>
        <translation>Essaie des options d'un classifieur et dit lesquelles réussissent le mieux sur des polygones dont il n'a pas appris.</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/tune_classifier.py" line="38"/>
        <source>The best options stand in the report, ready to be put into &apos;Options of the classifier&apos;. A polygon never has pixels that are learnt from and pixels that are scored: otherwise the search would choose the options that remember best.</source>
        <translation>Les meilleures options figurent dans le rapport, prêtes à être mises dans « Options du classifieur ». Un polygone n'a jamais à la fois des pixels appris et des pixels notés : sinon la recherche choisirait les options qui retiennent le mieux par cœur.</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/tune_classifier.py" line="45"/>
        <source>tune,tuning,options,hyperparameters,grid search,halving,classifier,machine learning</source>
        <translation>régler,réglage,options,hyperparamètres,recherche sur grille,halving,classifieur,apprentissage automatique</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/tune_classifier.py" line="50"/>
        <source>Values to try</source>
        <translation>Valeurs à essayer</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/tune_classifier.py" line="50"/>
        <source>JSON text with a list of values for each option, for example {&quot;C&quot;: [1, 10, 100]}; all combinations are tried. Empty: the options that matter most for the classifier.</source>
        <translation>Texte JSON avec une liste de valeurs par option, par exemple {&quot;C&quot;: [1, 10, 100]} ; toutes les combinaisons sont essayées. Vide : les options qui comptent le plus pour le classifieur.</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/tune_classifier.py" line="58"/>
        <source>Way to search</source>
        <translation>Manière de chercher</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/tune_classifier.py" line="58"/>
        <source>grid: every combination. random: some of them. halving: all of them on few polygons first, the better third on three times as many, and so on; fast where there are many.</source>
        <translation>grid : toutes les combinaisons. random : quelques-unes. halving : toutes sur peu de polygones d'abord, le meilleur tiers sur trois fois plus, et ainsi de suite ; rapide quand il y en a beaucoup.</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/tune_classifier.py" line="68"/>
        <source>Number of combinations of a random search</source>
        <translation>Nombre de combinaisons d'une recherche aléatoire</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/tune_classifier.py" line="68"/>
        <source>How many are drawn.</source>
        <translation>Combien sont tirées.</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/tune_classifier.py" line="79"/>
        <source>Also tell what to expect</source>
        <translation>Dire aussi à quoi s'attendre</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/tune_classifier.py" line="79"/>
        <source>The score of the best of many is a little too good. This repeats the search on parts of the samples and scores it on the rest; it takes as many times as long as there are parts.</source>
        <translation>La note de la meilleure parmi beaucoup est un peu trop belle. Ceci répète la recherche sur des parties des échantillons et la note sur le reste ; cela prend autant de fois plus de temps qu'il y a de parties.</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/tune_classifier.py" line="88"/>
        <source>Column with the region</source>
        <translation>Colonne de la région</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/tune_classifier.py" line="88"/>
        <source>For the model only: each of its values gets a model. Empty (in a shell REGION_FIELD=): one.</source>
        <translation>Pour le modèle seulement : chacune de ses valeurs a son modèle. Vide (dans un terminal REGION_FIELD=) : un seul.</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/tune_classifier.py" line="99"/>
        <source>Report</source>
        <translation>Rapport</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/tune_classifier.py" line="99"/>
        <source>A page with the best options and all that were tried.</source>
        <translation>Une page avec les meilleures options et tout ce qui a été essayé.</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/tune_classifier.py" line="99"/>
        <source>HTML files (*.html)</source>
        <translation>Fichiers HTML (*.html)</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/tune_classifier.py" line="106"/>
        <source>Results</source>
        <translation>Résultats</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/tune_classifier.py" line="106"/>
        <source>The best options and the scores of all that were tried, as JSON.</source>
        <translation>Les meilleures options et les notes de tout ce qui a été essayé, en JSON.</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/tune_classifier.py" line="106"/>
        <source>JSON files (*.json)</source>
        <translation>Fichiers JSON (*.json)</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/tune_classifier.py" line="113"/>
        <source>Model</source>
        <translation>Modèle</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/tune_classifier.py" line="113"/>
        <source>A model trained with the best options on all samples. Empty: none.</source>
        <translation>Un modèle entraîné avec les meilleures options sur tous les échantillons. Vide : aucun.</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/tune_classifier.py" line="113"/>
        <source>Landweave models (*.lwm)</source>
        <translation>Modèles Landweave (*.lwm)</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/tune_classifier.py" line="123"/>
        <source>Best options</source>
        <translation>Meilleures options</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/tune_classifier.py" line="124"/>
        <source>Score of the best options</source>
        <translation>Note des meilleures options</translation>
    </message>
    <message>
        <location filename="../processing_provider/learning/tune_classifier.py" line="135"/>
        <source>METHOD: {name} is a neural network. Its options are not searched: compare presets with cross_validate.</source>
        <translation>METHOD : {name} est un réseau de neurones. Ses options ne sont pas recherchées : comparez des préréglages avec cross_validate.</translation>
    </message>
</context>
<context>
    <name>VectorChain</name>
    <message>
        <location filename="../processing_provider/chains/vector_chain.py" line="37"/>
        <source>Polygons from a map, in one go</source>
        <translation>Polygones d'une carte, en une seule fois</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/vector_chain.py" line="40"/>
        <source>Makes a calmer map, polygons of it with smooth outlines and figures, and a file for each zone.</source>
        <translation>Produit une carte plus homogène, ses polygones aux contours lissés avec leurs statistiques, et un fichier par zone.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/vector_chain.py" line="43"/>
        <source>The chain regularises the map, writes its regions as polygons, simplifies and smooths their outlines without gaps, counts what the map and its rasters hold in each, and cuts them by zones. Interrupted, start it again with the same run folder: what is done is not done again. Simplifying and smoothing need the package shapely; TOLERANCE=0 and ROUNDS=0 leave them out.</source>
        <translation>La chaîne régularise la carte, écrit ses régions sous forme de polygones, simplifie et lisse leurs contours sans créer de vides, calcule ce que la carte et ses rasters contiennent dans chacun, et les découpe par zones. Interrompue, relancez-la avec le même dossier d'exécution : ce qui est fait n'est pas refait. La simplification et le lissage demandent le paquet shapely ; TOLERANCE=0 et ROUNDS=0 les omettent.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/vector_chain.py" line="51"/>
        <source>vectorisation,polygons,chain,workflow,regularisation,simplification,smoothing,statistics,iota2</source>
        <translation>vectorisation,polygones,chaîne,flux de travail,régularisation,simplification,lissage,statistiques,iota2</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/vector_chain.py" line="54"/>
        <source>Map</source>
        <translation>Carte</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/vector_chain.py" line="54"/>
        <source>A raster of class codes; 0 is no data.</source>
        <translation>Un raster de codes de classes ; 0 veut dire sans donnée.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/vector_chain.py" line="55"/>
        <source>Confidence</source>
        <translation>Confiance</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/vector_chain.py" line="55"/>
        <source>Of the map, 0 to 100.</source>
        <translation>De la carte, de 0 à 100.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/vector_chain.py" line="56"/>
        <source>Validity</source>
        <translation>Validité</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/vector_chain.py" line="56"/>
        <source>The number of clear acquisitions.</source>
        <translation>Le nombre d'acquisitions claires.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/vector_chain.py" line="62"/>
        <source>Run folder</source>
        <translation>Dossier d'exécution</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/vector_chain.py" line="62"/>
        <source>Where the log and the state of the run are kept; started again, an unfinished run goes on.</source>
        <translation>Où sont gardés le journal et l'état de l'exécution ; relancée, une exécution inachevée continue.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/vector_chain.py" line="67"/>
        <source>Where to write it. {RUN_FOLDER} stands for the run folder. Empty: there too.</source>
        <translation>Où l'écrire. {RUN_FOLDER} désigne le dossier d'exécution. Vide : là aussi.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/vector_chain.py" line="68"/>
        <source>Regularised map</source>
        <translation>Carte régularisée</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/vector_chain.py" line="70"/>
        <source>Polygons</source>
        <translation>Polygones</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/vector_chain.py" line="72"/>
        <source>Folder of the zones</source>
        <translation>Dossier des zones</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/vector_chain.py" line="85"/>
        <source>Tolerance of the outlines</source>
        <translation>Tolérance des contours</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/vector_chain.py" line="96"/>
        <source>Rounds of smoothing</source>
        <translation>Passes de lissage</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/vector_chain.py" line="96"/>
        <source>How often corners are cut. 0: not at all.</source>
        <translation>Nombre de fois où les angles sont coupés. 0 : jamais.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/vector_chain.py" line="104"/>
        <source>Reach of smoothing</source>
        <translation>Portée du lissage</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/vector_chain.py" line="104"/>
        <source>In units of the map: corners are cut no further away than this.</source>
        <translation>En unités de la carte : les sommets ne sont pas coupés au-delà de cette distance.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/vector_chain.py" line="114"/>
        <source>Figures of each polygon</source>
        <translation>Statistiques de chaque polygone</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/vector_chain.py" line="114"/>
        <source>Shares of the classes of the map, mean and spread of confidence and validity, as columns.</source>
        <translation>Parts des classes de la carte, moyenne et dispersion de la confiance et de la validité, sous forme de colonnes.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/vector_chain.py" line="122"/>
        <source>Zones</source>
        <translation>Zones</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/vector_chain.py" line="122"/>
        <source>Polygons, for example districts, by which the result is cut into files. Empty: it is not cut.</source>
        <translation>Polygones, par exemple des districts, selon lesquels le résultat est découpé en fichiers. Vide : il n'est pas découpé.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/vector_chain.py" line="135"/>
        <source>Number of polygons</source>
        <translation>Nombre de polygones</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/vector_chain.py" line="136"/>
        <source>Number of files</source>
        <translation>Nombre de fichiers</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/vector_chain.py" line="140"/>
        <source>ZONES and ZONE_FIELD belong together: give both, or leave both empty.</source>
        <translation>ZONES et ZONE_FIELD vont ensemble : donnez les deux, ou laissez les deux vides.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/vector_chain.py" line="85"/>
        <source>In units of the map: corners go whose triangle is no larger than the square of this. Twice the side of a pixel takes the steps of the pixels away. 0: none go.</source>
        <translation>En unités de la carte : les sommets dont le triangle ne dépasse pas le carré de cette valeur disparaissent. Deux fois le côté d'un pixel efface les marches des pixels. 0 : aucun ne disparaît.</translation>
    </message>
</context>
<context>
    <name>Vectorize</name>
    <message>
        <location filename="../processing_provider/postprocess/vectorize.py" line="20"/>
        <source>Polygons of a map</source>
        <translation>Polygones d'une carte</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/vectorize.py" line="23"/>
        <source>Writes each connected region of a map as a polygon, with its class, its name and its area.</source>
        <translation>Écrit chaque région connexe d'une carte sous forme de polygone, avec sa classe, son nom et sa surface.</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/vectorize.py" line="26"/>
        <source>Pixels are connected by their sides. Where there is no data there is no polygon. Neighbours have the same corners, so that they can be simplified and smoothed without gaps. Areas are those on the ground, also of a map in degrees.

Regularise the map first: a map of single pixels becomes millions of polygons.</source>
        <translation>Les pixels sont reliés par leurs côtés. Là où il n'y a pas de données, il n'y a pas de polygone. Les polygones voisins ont les mêmes sommets, si bien qu'ils peuvent être simplifiés et lissés sans lacunes. Les surfaces sont celles au sol, même pour une carte en degrés.

Régulariser d'abord la carte : une carte de pixels isolés donne des millions de polygones.</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/vectorize.py" line="33"/>
        <source>polygonize,raster to vector,vectorisation,regions,GeoPackage,FlatGeobuf,Shapefile,topology</source>
        <translation>polygoniser,raster vers vecteur,vectorisation,régions,GeoPackage,FlatGeobuf,Shapefile,topologie</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/vectorize.py" line="36"/>
        <source>Map</source>
        <translation>Carte</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/vectorize.py" line="36"/>
        <source>A raster of class codes; 0 is no data.</source>
        <translation>Un raster de codes de classes ; 0 veut dire sans donnée.</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/vectorize.py" line="38"/>
        <source>The columns are code, name and area_m2; colours are those of the classes.</source>
        <translation>Les colonnes sont code, name et area_m2 ; les couleurs sont celles des classes.</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/vectorize.py" line="41"/>
        <source>Number of polygons</source>
        <translation>Nombre de polygones</translation>
    </message>
</context>
<context>
    <name>ZonalStatistics</name>
    <message>
        <location filename="../processing_provider/postprocess/zonal_statistics.py" line="18"/>
        <source>Statistics by polygon</source>
        <translation>Statistiques par polygone</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/zonal_statistics.py" line="21"/>
        <source>Writes the shares of classes, and mean and spread of other rasters, inside each polygon.</source>
        <translation>Écrit les parts des classes, ainsi que la moyenne et la dispersion d'autres rasters, dans chaque polygone.</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/zonal_statistics.py" line="24"/>
        <source>A pixel belongs to a polygon if its centre lies inside; where polygons overlap, to each. New columns are:

- pixels: with a class.
- majority and maj_name: the class of most of them.
- share_11 and so on: share of each class in them, in percent.
- conf_mean, conf_std, valid_mean, valid_std: of the confidence and of the clear acquisitions.
- name_mean, name_std: of other rasters, by the names of their files; with the number of the band if there are several.

The rasters may lie on different grids, and the polygons in another coordinate system.</source>
        <translation>Un pixel appartient à un polygone si son centre s'y trouve ; là où des polygones se recouvrent, à chacun d'eux. Les nouvelles colonnes sont :

- pixels : ceux qui ont une classe.
- majority et maj_name : la classe de la plupart d'entre eux.
- share_11, etc. : part de chaque classe parmi eux, en pour cent.
- conf_mean, conf_std, valid_mean, valid_std : de la confiance et des acquisitions claires.
- name_mean, name_std : d'autres rasters, d'après les noms de leurs fichiers ; avec le numéro de la bande s'il y en a plusieurs.

Les rasters peuvent être sur des grilles différentes, et les polygones dans un autre système de coordonnées.</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/zonal_statistics.py" line="37"/>
        <source>zonal statistics,histogram,shares,majority,mean,standard deviation,land cover statistics</source>
        <translation>statistiques zonales,histogramme,parts,majorité,moyenne,écart-type,statistiques d'occupation du sol</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/zonal_statistics.py" line="40"/>
        <source>Polygons</source>
        <translation>Polygones</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/zonal_statistics.py" line="40"/>
        <source>Districts, plots, or the polygons of a map.</source>
        <translation>Districts, parcelles, ou polygones d'une carte.</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/zonal_statistics.py" line="41"/>
        <source>Map</source>
        <translation>Carte</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/zonal_statistics.py" line="41"/>
        <source>A raster of class codes; 0 is no data.</source>
        <translation>Un raster de codes de classes ; 0 veut dire sans donnée.</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/zonal_statistics.py" line="42"/>
        <source>Confidence</source>
        <translation>Confiance</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/zonal_statistics.py" line="42"/>
        <source>0 to 100, as &apos;Make the map&apos; writes it.</source>
        <translation>De 0 à 100, telle que « Faire la carte » l'écrit.</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/zonal_statistics.py" line="45"/>
        <source>Validity</source>
        <translation>Validité</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/zonal_statistics.py" line="45"/>
        <source>The number of clear acquisitions.</source>
        <translation>Le nombre d'acquisitions claires.</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/zonal_statistics.py" line="46"/>
        <source>Other rasters</source>
        <translation>Autres rasters</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/zonal_statistics.py" line="46"/>
        <source>Any rasters of numbers, for example heights.</source>
        <translation>N'importe quels rasters de nombres, par exemple des altitudes.</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/zonal_statistics.py" line="54"/>
        <source>The polygons with the new columns.</source>
        <translation>Les polygones avec les nouvelles colonnes.</translation>
    </message>
    <message>
        <location filename="../processing_provider/postprocess/zonal_statistics.py" line="58"/>
        <source>No raster: give MAP, CONFIDENCE, VALIDITY or RASTERS.</source>
        <translation>Aucun raster : donnez MAP, CONFIDENCE, VALIDITY ou RASTERS.</translation>
    </message>
</context>
</TS>
