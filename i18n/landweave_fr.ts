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
        <location filename="../processing_provider/common.py" line="44"/>
        <source>Polygons of regions (climate, relief) that get a model each. Empty: one model for all.</source>
        <translation>Polygones des régions (climat, relief) qui reçoivent chacune leur modèle. Vide : un seul modèle pour tout.</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="52"/>
        <source>Column with the region&apos;s name</source>
        <translation>Colonne du nom de la région</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="52"/>
        <source>A column of the regions.</source>
        <translation>Une colonne des régions.</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="64"/>
        <source>Nomenclature</source>
        <translation>Nomenclature</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="64"/>
        <source>Names and colours of the classes: a CSV with the columns code, name, colour (#rrggbb), and if there are levels, parent; a QGIS style (.qml); or the colour and nomenclature files of iota2.</source>
        <translation>Noms et couleurs des classes : un CSV avec les colonnes code, name, colour (#rrggbb) et, s'il y a des niveaux, parent ; un style QGIS (.qml) ; ou les fichiers de couleurs et de nomenclature d'iota2.</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="64"/>
        <source>Nomenclatures (*.csv *.qml *.txt)</source>
        <translation>Nomenclatures (*.csv *.qml *.txt)</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="79"/>
        <source>Options of the time series</source>
        <translation>Options de la série temporelle</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="79"/>
        <source>A JSON file: bands, target dates, filling, indices. Empty: all reflective bands, clouds filled linearly every 10 days, NDVI, NDWI and brightness.</source>
        <translation>Un fichier JSON : bandes, dates cibles, comblement, indices. Vide : toutes les bandes réflectives, nuages comblés linéairement tous les 10 jours, NDVI, NDWI et brillance.</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="79"/>
        <source>JSON files (*.json)</source>
        <translation>Fichiers JSON (*.json)</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="94"/>
        <source>Classifier</source>
        <translation>Classifieur</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="94"/>
        <source>random_forest: 100 trees, a good start. extra_trees: similar, faster. svm: support vectors, good with few samples. boosting: gradient boosting. mlp: a neural network. knn: nearest neighbours. lda and logistic: simple and fast.</source>
        <translation>random_forest : 100 arbres, un bon début. extra_trees : semblable, plus rapide. svm : vecteurs de support, bon avec peu d'échantillons. boosting : gradient boosting. mlp : un réseau de neurones. knn : plus proches voisins. lda et logistic : simples et rapides.</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="105"/>
        <source>Options of the classifier</source>
        <translation>Options du classifieur</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="105"/>
        <source>JSON text with options of scikit-learn, for example {&quot;n_estimators&quot;: 200}.</source>
        <translation>Texte JSON avec des options de scikit-learn, par exemple {&quot;n_estimators&quot;: 200}.</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="111"/>
        <source>Give rare classes more weight</source>
        <translation>Donner plus de poids aux classes rares</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="111"/>
        <source>Weighs each class inversely to its number of samples, where the classifier can.</source>
        <translation>Pondère chaque classe à l'inverse de son nombre d'échantillons, quand le classifieur le permet.</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="121"/>
        <source>Seed</source>
        <translation>Graine</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="121"/>
        <source>Start of the random numbers: the same seed gives the same result.</source>
        <translation>Départ des nombres aléatoires : la même graine donne le même résultat.</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="133"/>
        <source>Part of the area</source>
        <translation>Partie de la zone</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="133"/>
        <source>Only this rectangle is mapped. Empty: everything.</source>
        <translation>Seul ce rectangle est cartographié. Vide : tout.</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="139"/>
        <source>Mask</source>
        <translation>Masque</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="139"/>
        <source>A raster (0 is left out) or polygons (outside is left out).</source>
        <translation>Un raster (0 est écarté) ou des polygones (l'extérieur est écarté).</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="145"/>
        <source>Coordinate system of the result</source>
        <translation>Système de coordonnées du résultat</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="145"/>
        <source>Needed when the images lie in several zones. Empty: that of the images.</source>
        <translation>Nécessaire quand les images se trouvent dans plusieurs fuseaux. Vide : celui des images.</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="188"/>
        <source>Number of processes</source>
        <translation>Nombre de processus</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="188"/>
        <source>How many processes work at once. 0: one for each processor core.</source>
        <translation>Combien de processus travaillent à la fois. 0 : un par cœur du processeur.</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="196"/>
        <source>Memory (MiB)</source>
        <translation>Mémoire (Mio)</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="196"/>
        <source>What all processes together may use; it decides how large the blocks are. 0: automatic.</source>
        <translation>Ce que tous les processus ensemble peuvent utiliser ; cela décide de la taille des blocs. 0 : automatique.</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="228"/>
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
        <location filename="../processing_provider/runner.py" line="312"/>
        <source>Cancelled.</source>
        <translation>Annulé.</translation>
    </message>
    <message>
        <location filename="../processing_provider/runner.py" line="280"/>
        <source>The worker process was killed by the system (SIGKILL), most likely for want of memory.</source>
        <translation>Le processus de calcul a été arrêté par le système (SIGKILL), très probablement par manque de mémoire.</translation>
    </message>
    <message>
        <location filename="../processing_provider/runner.py" line="281"/>
        <source>Set WORKERS to 1 or MEMORY_MIB to less, close other programs, and run again.</source>
        <translation>Mettez WORKERS à 1 ou diminuez MEMORY_MIB, fermez d'autres programmes, puis relancez.</translation>
    </message>
    <message>
        <location filename="../processing_provider/runner.py" line="284"/>
        <source>The worker process ended without a result (exit code or signal: {how}).</source>
        <translation>Le processus de calcul s'est terminé sans résultat (code de sortie ou signal : {how}).</translation>
    </message>
    <message>
        <location filename="../processing_provider/runner.py" line="285"/>
        <source>Run again; if it happens once more, please report it with the log.</source>
        <translation>Relancez ; si cela se reproduit, signalez-le en joignant le journal.</translation>
    </message>
    <message>
        <location filename="../processing_provider/runner.py" line="288"/>
        <source>Its last message was: {message}</source>
        <translation>Son dernier message était : {message}</translation>
    </message>
    <message>
        <location filename="../processing_provider/runner.py" line="290"/>
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
        <location filename="../processing_provider/common.py" line="181"/>
        <source>Overall accuracy</source>
        <translation>Exactitude globale</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="182"/>
        <source>Kappa</source>
        <translation>Kappa</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="183"/>
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
        <location filename="../processing_provider/common.py" line="228"/>
        <source>Where the results, the log and the state of the run are kept. Started again with the same parameters and the same folder, an unfinished run goes on where it stopped. Left as it is: a folder beside the reference polygons, called after them.</source>
        <translation>Où sont gardés les résultats, le journal et l'état de l'exécution. Relancée avec les mêmes paramètres et le même dossier, une exécution inachevée reprend où elle s'était arrêtée. Laissé tel quel : un dossier à côté des polygones de référence, nommé d'après eux.</translation>
    </message>
    <message>
        <location filename="../processing_provider/runner.py" line="255"/>
        <source>Started again with the same parameters and run folder, it goes on where it stopped.</source>
        <translation>Relancée avec les mêmes paramètres et le même dossier d'exécution, l'exécution reprend où elle s'est arrêtée.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/chain.py" line="30"/>
        <source>Folder with images (or a catalogue)</source>
        <translation>Dossier d'images (ou un catalogue)</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/chain.py" line="30"/>
        <source>Searched with all folders below it. Leave it empty if you give a catalogue of it, under Advanced.</source>
        <translation>Parcouru avec tous ses sous-dossiers. Laissez ce champ vide si vous en donnez un catalogue, dans les paramètres avancés.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/chain.py" line="39"/>
        <source>Go on without damaged images</source>
        <translation>Continuer sans les images endommagées</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/chain.py" line="39"/>
        <source>Else the chain stops before the work starts when an image is cut or lacks a file.</source>
        <translation>Sinon la chaîne s'arrête avant de commencer quand une image est tronquée ou qu'il lui manque un fichier.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/chain.py" line="49"/>
        <source>No images: give INPUT, a folder with images, or CATALOGUE, the catalogue made of one.</source>
        <translation>Pas d'images : donnez INPUT, un dossier d'images, ou CATALOGUE, le catalogue qui en a été fait.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/chain.py" line="51"/>
        <source>Both INPUT and CATALOGUE are given: leave one empty.</source>
        <translation>INPUT et CATALOGUE sont donnés tous les deux : laissez l'un des deux vide.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/chain.py" line="75"/>
        <source>The results are in a temporary folder, which QGIS removes: choose a run folder to keep them.</source>
        <translation>Les résultats sont dans un dossier temporaire, que QGIS supprime : choisissez un dossier d'exécution pour les garder.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/chain.py" line="78"/>
        <source>Run folder: {folder}</source>
        <translation>Dossier de l'exécution : {folder}</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="155"/>
        <source>Add the dates as layers</source>
        <translation>Ajouter les dates comme couches</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="155"/>
        <source>In QGIS, each date becomes a layer of its own with its period, so that the temporal controller (the clock in the tool bar) plays the year. The layers hold no pixels: they show those of the result.</source>
        <translation>Dans QGIS, chaque date devient une couche avec sa période, si bien que le contrôleur temporel (l'horloge de la barre d'outils) fait défiler l'année. Ces couches ne contiennent pas de pixels : elles montrent ceux du résultat.</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="169"/>
        <source>Tiles</source>
        <translation>Tuiles</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="169"/>
        <source>Only these, parted by commas. Empty: all.</source>
        <translation>Seulement celles-ci, séparées par des virgules. Vide : toutes.</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="206"/>
        <source>Cache of decoded images</source>
        <translation>Cache d'images décodées</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="206"/>
        <source>A folder, made when it is not there, where images in JPEG 2000 are kept decoded for this and later runs: they are read many times as fast then. It changes no result. Empty: none.</source>
        <translation>Un dossier, créé s'il n'existe pas, où les images JPEG 2000 sont gardées décodées pour cette exécution et les suivantes : elles se lisent alors beaucoup plus vite. Aucun résultat n'en est changé. Vide : pas de cache.</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="216"/>
        <source>Size of the cache (GiB)</source>
        <translation>Taille du cache (Gio)</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="216"/>
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
        <location filename="../processing_provider/common.py" line="174"/>
        <source>Page</source>
        <translation>Page</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="174"/>
        <source>The page to write.</source>
        <translation>La page à écrire.</translation>
    </message>
    <message>
        <location filename="../processing_provider/common.py" line="174"/>
        <source>HTML files (*.html)</source>
        <translation>Fichiers HTML (*.html)</translation>
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
    <name>ClassificationChain</name>
    <message>
        <location filename="../processing_provider/chains/classification_chain.py" line="31"/>
        <source>Land-cover map from images</source>
        <translation>Carte d'occupation du sol à partir d'images</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/classification_chain.py" line="34"/>
        <source>Makes a validated land-cover map from a folder of satellite images and some polygons.</source>
        <translation>Fait une carte d'occupation du sol validée à partir d'un dossier d'images satellite et de quelques polygones.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/classification_chain.py" line="49"/>
        <source>land cover,classification,chain,workflow,time series,Sentinel-2,map,validation,iota2</source>
        <translation>occupation du sol,classification,chaîne,traitement,série temporelle,Sentinel-2,carte,validation,iota2</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/classification_chain.py" line="53"/>
        <source>Reference polygons</source>
        <translation>Polygones de référence</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/classification_chain.py" line="53"/>
        <source>Polygons whose land cover is known.</source>
        <translation>Polygones dont l'occupation du sol est connue.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/classification_chain.py" line="56"/>
        <source>Column with the class code</source>
        <translation>Colonne du code de classe</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/classification_chain.py" line="56"/>
        <source>Whole numbers from 1.</source>
        <translation>Nombres entiers à partir de 1.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/classification_chain.py" line="72"/>
        <source>Scheduler of a cluster</source>
        <translation>Ordonnanceur d'une grappe de calcul</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/classification_chain.py" line="72"/>
        <source>Has to be empty: this version works on one machine.</source>
        <translation>Doit rester vide : cette version travaille sur une seule machine.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/classification_chain.py" line="83"/>
        <source>Number of runs</source>
        <translation>Nombre de tirages</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/classification_chain.py" line="83"/>
        <source>Independent random splits: several show how much the accuracy depends on the split.</source>
        <translation>Partages aléatoires indépendants : plusieurs montrent combien l'exactitude dépend du partage.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/classification_chain.py" line="92"/>
        <source>Share of the polygons to learn from</source>
        <translation>Part des polygones pour l'apprentissage</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/classification_chain.py" line="92"/>
        <source>The rest validates.</source>
        <translation>Le reste valide.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/classification_chain.py" line="101"/>
        <source>Largest number of samples of a class</source>
        <translation>Nombre maximal d'échantillons d'une classe</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/classification_chain.py" line="101"/>
        <source>In each region and on each side of the split. 0: all pixels of the polygons.</source>
        <translation>Dans chaque région et de chaque côté du partage. 0 : tous les pixels des polygones.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/classification_chain.py" line="113"/>
        <source>Map</source>
        <translation>Carte</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/classification_chain.py" line="113"/>
        <source>Confidence</source>
        <translation>Confiance</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/classification_chain.py" line="113"/>
        <source>Clear acquisitions</source>
        <translation>Acquisitions claires</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/classification_chain.py" line="120"/>
        <source>HTML files (*.html)</source>
        <translation>Fichiers HTML (*.html)</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/classification_chain.py" line="122"/>
        <source>Report</source>
        <translation>Rapport</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/classification_chain.py" line="123"/>
        <source>Probabilities</source>
        <translation>Probabilités</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/classification_chain.py" line="123"/>
        <source>Probability of every class, a band each. Empty: not written.</source>
        <translation>Probabilité de chaque classe, une bande par classe. Vide : non écrite.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/classification_chain.py" line="138"/>
        <source>SCHEDULER is given, but this version works on one machine only: leave SCHEDULER empty.</source>
        <translation>SCHEDULER est donné, mais cette version ne travaille que sur une machine : laissez SCHEDULER vide.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/classification_chain.py" line="37"/>
        <source>Three things are needed: the images (a folder, or a catalogue made of it), polygons of known land cover, and their column of class codes. The chain lists the images, masks clouds and fills gaps, draws samples, learns, maps, and validates with polygons it has not learnt from.

Everything is kept in the run folder: map, confidence, number of clear acquisitions, report, model, log. Stopped or interrupted, start it again with the same run folder: what is done is not done again. If you name none, it lies beside the polygons: {REFERENCE}_run stands for polygons_run beside polygons.gpkg; where a run of something else is there, for polygons_run_2 and so on.

Method: Inglada et al. 2017, doi 10.3390/rs9010095.</source>
        <translation>Il faut trois choses : les images (un dossier, ou le catalogue qui en a été fait), des polygones d'occupation du sol connue, et leur colonne de codes de classes. La chaîne liste les images, masque les nuages et comble les lacunes, tire des échantillons, apprend, cartographie, et valide avec des polygones dont elle n'a rien appris.

Tout est gardé dans le dossier d'exécution : carte, confiance, nombre d'acquisitions claires, rapport, modèle, journal. Arrêtée ou interrompue, relancez-la avec le même dossier d'exécution : ce qui est fait n'est pas refait. Si vous n'en nommez pas, il est à côté des polygones : {REFERENCE}_run désigne polygones_run à côté de polygones.gpkg ; si une autre exécution s'y trouve, polygones_run_2 et ainsi de suite.

Méthode : Inglada et al. 2017, doi 10.3390/rs9010095.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains/classification_chain.py" line="112"/>
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
        <location filename="../processing_provider/mapping/classify.py" line="54"/>
        <source>Map</source>
        <translation>Carte</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/classify.py" line="54"/>
        <source>The map of classes (GeoTIFF).</source>
        <translation>La carte des classes (GeoTIFF).</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/classify.py" line="55"/>
        <source>Confidence</source>
        <translation>Confiance</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/classify.py" line="55"/>
        <source>Probability of the chosen class, 0 to 100 (GeoTIFF).</source>
        <translation>Probabilité de la classe retenue, de 0 à 100 (GeoTIFF).</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/classify.py" line="61"/>
        <source>Clear acquisitions</source>
        <translation>Acquisitions claires</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/classify.py" line="61"/>
        <source>How many images show each pixel without cloud (GeoTIFF).</source>
        <translation>Combien d'images montrent chaque pixel sans nuage (GeoTIFF).</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/classify.py" line="67"/>
        <source>Probabilities</source>
        <translation>Probabilités</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/classify.py" line="67"/>
        <source>Probability of every class, a band each (GeoTIFF).</source>
        <translation>Probabilité de chaque classe, une bande par classe (GeoTIFF).</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/classify.py" line="45"/>
        <source>File of your own features</source>
        <translation>Fichier de vos propres variables</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/classify.py" line="45"/>
        <source>Where the Python file lies now that the model&apos;s features come from, if it was moved.</source>
        <translation>Où se trouve maintenant le fichier Python dont viennent les variables du modèle, s'il a été déplacé.</translation>
    </message>
    <message>
        <location filename="../processing_provider/mapping/classify.py" line="45"/>
        <source>Python files (*.py)</source>
        <translation>Fichiers Python (*.py)</translation>
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
        <location filename="../processing_provider/tools/demo_data.py" line="79"/>
        <source>Seed</source>
        <translation>Graine</translation>
    </message>
    <message>
        <location filename="../processing_provider/tools/demo_data.py" line="79"/>
        <source>Another number gives another area.</source>
        <translation>Un autre nombre donne une autre zone.</translation>
    </message>
    <message>
        <location filename="../processing_provider/tools/demo_data.py" line="82"/>
        <source>Folder to make</source>
        <translation>Dossier à créer</translation>
    </message>
    <message>
        <location filename="../processing_provider/tools/demo_data.py" line="82"/>
        <source>Everything is written into it.</source>
        <translation>Tout y est écrit.</translation>
    </message>
    <message>
        <location filename="../processing_provider/tools/demo_data.py" line="93"/>
        <source>The side of a tile is {size} pixels: choose an even number.</source>
        <translation>Le côté d'une tuile est de {size} pixels : choisissez un nombre pair.</translation>
    </message>
    <message>
        <location filename="../processing_provider/tools/demo_data.py" line="85"/>
        <source>Folder with images</source>
        <translation>Dossier d'images</translation>
    </message>
    <message>
        <location filename="../processing_provider/tools/demo_data.py" line="86"/>
        <source>Reference polygons</source>
        <translation>Polygones de référence</translation>
    </message>
    <message>
        <location filename="../processing_provider/tools/demo_data.py" line="87"/>
        <source>Regions</source>
        <translation>Régions</translation>
    </message>
    <message>
        <location filename="../processing_provider/tools/demo_data.py" line="88"/>
        <source>Nomenclature</source>
        <translation>Nomenclature</translation>
    </message>
    <message>
        <location filename="../processing_provider/tools/demo_data.py" line="89"/>
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
        <location filename="../processing_provider/provider.py" line="80"/>
        <source>Landweave: land-cover maps from time series</source>
        <translation>Landweave : cartes d'occupation du sol à partir de séries temporelles</translation>
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
        <location filename="../processing_provider/samples/prepare_reference.py" line="54"/>
        <source>Prepared reference</source>
        <translation>Référence préparée</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/prepare_reference.py" line="54"/>
        <source>The GeoPackage to write: the class, polygon_id, region, tile, area_m2.</source>
        <translation>Le GeoPackage à écrire : la classe, polygon_id, region, tile, area_m2.</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/prepare_reference.py" line="62"/>
        <source>Number of polygons</source>
        <translation>Nombre de polygones</translation>
    </message>
    <message>
        <location filename="../processing_provider/samples/prepare_reference.py" line="63"/>
        <source>Number of pieces</source>
        <translation>Nombre de morceaux</translation>
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
    <name>SeriesOptions</name>
    <message>
        <location filename="../processing_provider/time_series/series_options.py" line="29"/>
        <source>Choose how the year is described</source>
        <translation>Choisir comment l'année est décrite</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/series_options.py" line="32"/>
        <source>Writes the file of options (SERIES) that the chains and the other steps take.</source>
        <translation>Écrit le fichier d'options (SERIES) que prennent les chaînes et les autres étapes.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/series_options.py" line="35"/>
        <source>filled: values on regular dates. composites: one image of each month or window. metrics: statistics over time. phenology: start, peak and end of the season. harmonics: cosine and sine terms. Several together are possible.

What is left as it is keeps its default, or its value in the file that is changed (BASE). With a catalogue the options are tried on its images, and the log says how many features they give. The file is plain text with more options than this dialog has: see the user guide.</source>
        <translation>filled : valeurs à des dates régulières. composites : une image de chaque mois ou fenêtre. metrics : statistiques temporelles. phenology : début, pic et fin de la saison. harmonics : termes en cosinus et en sinus. On peut en prendre plusieurs à la fois.

Ce qui est laissé tel quel garde sa valeur par défaut, ou celle du fichier modifié (BASE). Avec un catalogue, les options sont essayées sur ses images, et le journal dit combien de variables elles donnent. Le fichier est du texte, avec plus d'options que ce dialogue : voir le guide d'utilisation.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/series_options.py" line="45"/>
        <source>series,options,SERIES,JSON,features,dates,indices,composites,statistics,phenology,filling</source>
        <translation>série,options,SERIES,JSON,variables,dates,indices,composites,statistiques,phénologie,comblement</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/series_options.py" line="48"/>
        <source>What describes the year</source>
        <translation>Ce qui décrit l'année</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/series_options.py" line="48"/>
        <source>One or several. None: filled.</source>
        <translation>Un ou plusieurs. Aucun : filled.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/series_options.py" line="52"/>
        <source>Days between the dates</source>
        <translation>Jours entre les dates</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/series_options.py" line="52"/>
        <source>Of filled series. 0: as it is, else 10.</source>
        <translation>Des séries comblées. 0 : tel quel, sinon 10.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/series_options.py" line="56"/>
        <source>First date</source>
        <translation>Première date</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/series_options.py" line="56"/>
        <source>Empty: that of the first image of each sensor.</source>
        <translation>Vide : celle de la première image de chaque capteur.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/series_options.py" line="57"/>
        <source>Last date</source>
        <translation>Dernière date</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/series_options.py" line="57"/>
        <source>Empty: that of the last image of each sensor.</source>
        <translation>Vide : celle de la dernière image de chaque capteur.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/series_options.py" line="58"/>
        <source>Filling of the gaps</source>
        <translation>Comblement des lacunes</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/series_options.py" line="58"/>
        <source>as_in_series: as it is, else linear.</source>
        <translation>as_in_series : tel quel, sinon linear.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/series_options.py" line="62"/>
        <source>Indices</source>
        <translation>Indices</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/series_options.py" line="62"/>
        <source>Parted by commas: names (NDVI, EVI) or formulas (NDRE = (B8 - B5) / (B8 + B5)). none: none.</source>
        <translation>Séparés par des virgules : noms (NDVI, EVI) ou formules (NDRE = (B8 - B5) / (B8 + B5)). none : aucun.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/series_options.py" line="66"/>
        <source>Sensors</source>
        <translation>Capteurs</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/series_options.py" line="66"/>
        <source>Keys parted by commas, such as S2,S1ASC. Empty: all.</source>
        <translation>Clés séparées par des virgules, par exemple S2,S1ASC. Vide : tous.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/series_options.py" line="69"/>
        <source>File that is changed</source>
        <translation>Fichier à modifier</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/series_options.py" line="69"/>
        <source>A file of options to begin with. Empty: the defaults.</source>
        <translation>Un fichier d'options dont partir. Vide : les valeurs par défaut.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/series_options.py" line="74"/>
        <source>JSON files (*.json)</source>
        <translation>Fichiers JSON (*.json)</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/series_options.py" line="74"/>
        <source>Options of the time series</source>
        <translation>Options de la série temporelle</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/series_options.py" line="74"/>
        <source>The file to write, for SERIES.</source>
        <translation>Le fichier à écrire, pour SERIES.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/series_options.py" line="80"/>
        <source>Method of composites</source>
        <translation>Méthode des composites</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/series_options.py" line="80"/>
        <source>as_in_series: as it is, else median.</source>
        <translation>as_in_series : tel quel, sinon median.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/series_options.py" line="84"/>
        <source>Days of a composite</source>
        <translation>Jours d'un composite</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/series_options.py" line="84"/>
        <source>-1: calendar months. 0: as it is, else 30.</source>
        <translation>-1 : mois du calendrier. 0 : tel quel, sinon 30.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/series_options.py" line="88"/>
        <source>Statistics</source>
        <translation>Statistiques</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/series_options.py" line="88"/>
        <source>Of metrics, parted by commas: p10, p50, mean, std, slope, clear_dates ... Empty: as it is.</source>
        <translation>De metrics, séparées par des virgules : p10, p50, mean, std, slope, clear_dates... Vide : tel quel.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/series_options.py" line="93"/>
        <source>Bands and indices of the statistics</source>
        <translation>Bandes et indices des statistiques</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/series_options.py" line="93"/>
        <source>Parted by commas. Empty: as it is, else all.</source>
        <translation>Séparés par des virgules. Vide : tel quel, sinon tous.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/series_options.py" line="97"/>
        <source>Seasons in a year</source>
        <translation>Saisons dans l'année</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/series_options.py" line="97"/>
        <source>Of phenology, 1 or 2. 0: as it is, else 1.</source>
        <translation>De phenology, 1 ou 2. 0 : tel quel, sinon 1.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/series_options.py" line="101"/>
        <source>File of your own features</source>
        <translation>Fichier de vos propres variables</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/series_options.py" line="101"/>
        <source>A Python file: see the user guide.</source>
        <translation>Un fichier Python : voir le guide d'utilisation.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/series_options.py" line="101"/>
        <source>Python files (*.py)</source>
        <translation>Fichiers Python (*.py)</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/series_options.py" line="105"/>
        <source>Functions of that file</source>
        <translation>Fonctions de ce fichier</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/series_options.py" line="105"/>
        <source>Names parted by commas.</source>
        <translation>Noms séparés par des virgules.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/series_options.py" line="106"/>
        <source>Principal components</source>
        <translation>Composantes principales</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/series_options.py" line="106"/>
        <source>So many, fitted on the samples, take the place of the features. 0: as it is, else none.</source>
        <translation>Autant de composantes, ajustées sur les échantillons, remplacent les variables. 0 : tel quel, sinon aucune.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/series_options.py" line="113"/>
        <source>Snow counts as cloud</source>
        <translation>La neige compte comme un nuage</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/series_options.py" line="113"/>
        <source>Pixels under snow are left out, where the images tell.</source>
        <translation>Les pixels sous la neige sont laissés de côté, quand les images le disent.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/series_options.py" line="117"/>
        <source>Coordinate system of the map</source>
        <translation>Système de coordonnées de la carte</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/series_options.py" line="117"/>
        <source>Empty: that of the images.</source>
        <translation>Vide : celui des images.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/series_options.py" line="120"/>
        <source>Side of the map&apos;s pixels</source>
        <translation>Côté des pixels de la carte</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/series_options.py" line="120"/>
        <source>In units of the coordinate system. 0: as it is, else that of the images.</source>
        <translation>En unités du système de coordonnées. 0 : tel quel, sinon celui des images.</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/series_options.py" line="127"/>
        <source>Number of features</source>
        <translation>Nombre de variables</translation>
    </message>
    <message>
        <location filename="../processing_provider/time_series/series_options.py" line="131"/>
        <source>USER_FEATURES is given, but no function of it: name them in FUNCTIONS.</source>
        <translation>USER_FEATURES est donné, mais aucune de ses fonctions : nommez-les dans FUNCTIONS.</translation>
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
