package intake

// Faults of a whole file: nothing of it is taken.
var (
	emptyFile = say("empty_file",
		"The file is empty: export the list again and upload that file.",
		"Le fichier est vide : exportez de nouveau la liste et envoyez ce fichier-là.")
	noRows = say("no_rows",
		"The file has column names but no row: add one row for each entry.",
		"Le fichier a des noms de colonnes mais aucune ligne : mettez une ligne par élément.")
	zerosFile = say("zeros_file",
		"The file holds nothing but zeros: its copy or transfer failed. Export the list again.",
		"Le fichier ne contient que des zéros : sa copie ou son transfert a échoué. Exportez de nouveau la liste.")
	notText = say("not_text",
		"This file is not text but binary data: export the list as CSV (UTF-8) or GeoJSON.",
		"Ce fichier n’est pas du texte mais des données binaires : exportez la liste en CSV (UTF-8) ou en GeoJSON.")
	isPDF = say("is_pdf",
		"This file is a PDF, a page made for printing: export the table itself as CSV from the tool it comes from.",
		"Ce fichier est un PDF, une page faite pour l’impression : exportez le tableau lui-même en CSV depuis l’outil d’origine.")
	isWorkbook = say("is_workbook",
		"This file is a {what} workbook: open it, choose “Save as”, then “CSV UTF-8”, and upload that file.",
		"Ce fichier est un classeur {what} : ouvrez-le, choisissez « Enregistrer sous » puis « CSV UTF-8 », et envoyez ce fichier-là.")
	isDocument = say("is_document",
		"This file is a {what} document: copy its table into a spreadsheet and save that as CSV or XLSX.",
		"Ce fichier est un document {what} : copiez son tableau dans un tableur et enregistrez-le en CSV ou en XLSX.")
	isNumbers = say("is_workbook",
		"This file is of Apple’s Numbers, which that program alone can read: open it there, choose “File, Export To, Excel” (or CSV), and upload that file.",
		"Ce fichier est un tableau Numbers d’Apple, que ce logiciel seul sait lire : ouvrez-le dans Numbers, choisissez « Fichier, Exporter vers, Excel » (ou CSV), et envoyez ce fichier-là.")
	noFeatures = say("no_rows",
		"The file holds no place: PoPs are points, zones are polygons, and an image laid on the map is neither. Export the layer of the list again.",
		"Le fichier ne contient aucun lieu : les PoP sont des points, les zones des polygones, et une image posée sur la carte n’est ni l’un ni l’autre. Exportez de nouveau la couche de la liste.")
	bareShapefile = say("bare_shapefile",
		"This is one part of a Shapefile (.shp): put it in a zip together with the .dbf and the .prj of the same name, and upload the zip.",
		"Ceci est une partie de Shapefile (.shp) : mettez-la dans un zip avec le .dbf et le .prj du même nom, et envoyez le zip.")
	isArchive = say("is_archive",
		"This file is an archive ({what}): unpack it and upload the list inside, as CSV or GeoJSON.",
		"Ce fichier est une archive ({what}) : décompressez-la et envoyez la liste qu’elle contient, en CSV ou en GeoJSON.")
	isMapFile = say("is_map_file",
		"This file is {what}: open it in QGIS, choose “Export, Save features as”, then GeoJSON (EPSG:4326), and upload that file.",
		"Ce fichier est du {what} : ouvrez-le dans QGIS, choisissez « Exporter, Sauvegarder les entités sous » puis GeoJSON (EPSG:4326), et envoyez ce fichier-là.")
	isXML = say("is_xml",
		"This file is {what}, not a list: export the list as CSV or GeoJSON.",
		"Ce fichier est du {what}, pas une liste : exportez la liste en CSV ou en GeoJSON.")
	isHTML = say("is_html",
		"This file is a web page, perhaps a sign-in or an error page: download the list itself, as CSV or GeoJSON.",
		"Ce fichier est une page web, peut-être une page de connexion ou d’erreur : téléchargez la liste elle-même, en CSV ou en GeoJSON.")
	isImage = say("is_image",
		"This file is an image ({what}): export the table it shows as CSV.",
		"Ce fichier est une image ({what}) : exportez en CSV le tableau qu’elle montre.")
	tooManyBytes = say("too_many_bytes",
		"The file is larger than {limit} MB: split the list in several files.",
		"Le fichier dépasse {limit} Mo : partagez la liste en plusieurs fichiers.")
	tooManyRows = say("too_many_rows",
		"The file has more than {limit} rows: split the list in several files.",
		"Le fichier a plus de {limit} lignes : partagez la liste en plusieurs fichiers.")
	tooManyColumns = say("too_many_columns",
		"Line {line} has {count} columns or more, where {limit} are taken: keep those that describe the entries.",
		"La ligne {line} a au moins {count} colonnes, pour {limit} au plus : ne gardez que celles qui décrivent les éléments.")
	tooManyCells = say("too_many_cells",
		"The file has more than {limit} cells: split the list, or keep fewer columns.",
		"Le fichier a plus de {limit} cellules : partagez la liste, ou gardez moins de colonnes.")
	tooLongCell = say("too_long_cell",
		"A cell of the record that begins on line {line} is longer than {limit} bytes (it has {count} or more): look for a quote mark that is never closed, or shorten it.",
		"Une cellule de la ligne {line} dépasse {limit} octets (elle en a au moins {count}) : cherchez un guillemet jamais refermé, ou raccourcissez-la.")
	openQuote = say("open_quote",
		"A quote mark opened in the record of line {line} is never closed, so the lines after it cannot be told apart: close it or remove it.",
		"Un guillemet ouvert à la ligne {line} n’est jamais refermé, si bien que les lignes suivantes sont indistinctes : refermez-le ou ôtez-le.")
	badJSON = say("bad_json",
		"The JSON breaks on line {line} ({why}): export the file again; it must be GeoJSON, whole and unedited.",
		"Le JSON est rompu à la ligne {line} ({why}) : exportez de nouveau le fichier ; il doit être du GeoJSON complet et non retouché.")
	cutJSON = say("cut_json",
		"The JSON stops in the middle: the file is cut. Export or transfer it again.",
		"Le JSON s’arrête en plein milieu : le fichier est tronqué. Exportez-le ou transférez-le de nouveau.")
	deepJSON = say("too_deep_json",
		"The JSON is nested deeper than {limit} levels: this is no list of PoPs or zones.",
		"Le JSON est imbriqué sur plus de {limit} niveaux : ce n’est pas une liste de PoP ou de zones.")
	notGeoJSON = say("not_geojson",
		"This JSON is not GeoJSON ({what}): give a FeatureCollection, or one Feature a line, or export the list as CSV.",
		"Ce JSON n’est pas du GeoJSON ({what}) : donnez une FeatureCollection, ou une Feature par ligne, ou exportez la liste en CSV.")
	unknownFileCRS = say("unknown_crs",
		"The file says its coordinates are in “{value}”, which is not known here: export it in WGS84 (EPSG:4326) or Lambert-93 (EPSG:2154).",
		"Le fichier dit que ses coordonnées sont en « {value} », inconnu ici : exportez-le en WGS84 (EPSG:4326) ou en Lambert-93 (EPSG:2154).")
	noSuchFile = say("no_such_file",
		"“{value}” cannot be read: {why}.",
		"« {value} » ne peut pas être lu : {why}.")
	noHeader = say("no_header",
		"No column is recognised (the first line reads: {columns}): the first line must name the columns, for instance {example}; or say which is which with a mapping.",
		"Aucune colonne n’est reconnue (la première ligne dit : {columns}) : la première ligne doit nommer les colonnes, par exemple {example} ; ou dites laquelle est laquelle par une correspondance.")
	unknownMapColumn = say("unknown_column",
		"The mapping names the column “{value}”, which the file does not have; its columns are: {columns}.",
		"La correspondance nomme la colonne « {value} », que le fichier n’a pas ; ses colonnes sont : {columns}.")
	unknownMapField = say("unknown_field",
		"The mapping names the field “{value}”, which does not exist for {kind}; the fields are: {fields}.",
		"La correspondance nomme le champ « {value} », qui n’existe pas pour {kind} ; les champs sont : {fields}.")
	mappedTwice = say("mapped_twice",
		"The mapping gives the column “{value}” to both {a} and {b}: a column serves one field.",
		"La correspondance donne la colonne « {value} » à la fois à {a} et à {b} : une colonne sert un seul champ.")
	unknownKindOfList = say("unknown_list",
		"“{value}” is not a kind of list: it is pops or zones.",
		"« {value} » n’est pas une sorte de liste : c’est pops ou zones.")
	unknownScope = say("unknown_scope",
		"“{value}” is not a scope: it is merge (absent entries stay) or replace (absent entries are removed).",
		"« {value} » n’est pas une portée : c’est merge (les absents restent) ou replace (les absents sont retirés).")
	unknownMode = say("unknown_mode",
		"“{value}” is not a mode: it is all (every row, or none) or valid (the valid rows alone).",
		"« {value} » n’est pas un mode : c’est all (toutes les lignes ou aucune) ou valid (les seules lignes valides).")
	unknownLang = say("unknown_lang",
		"“{value}” is not a language known here: it is fr or en.",
		"« {value} » n’est pas une langue connue ici : c’est fr ou en.")
	ispIsZones = say("is_zones",
		"An isp.json describes covered areas, which are zones: upload it as zones.",
		"Un isp.json décrit des aires couvertes, c’est-à-dire des zones : envoyez-le comme zones.")
	peeringDBIsPops = say("is_pops",
		"PeeringDB lists facilities, which are PoPs: upload it as pops.",
		"PeeringDB liste des sites d’hébergement, c’est-à-dire des PoP : envoyez-le comme pops.")
	gracePart = say("no_part",
		"The GraceTHD delivery has no table {part}: put it in the zip, as CSV or Shapefile.",
		"La livraison GraceTHD n’a pas de table {part} : mettez-la dans le zip, en CSV ou en Shapefile.")
	brokenFile = say("broken_file",
		"This {what} file cannot be read ({why}): export it again.",
		"Ce fichier {what} est illisible ({why}) : exportez-le de nouveau.")
	cutFile = say("cut_file",
		"This {what} file stops in the middle: export or transfer it again.",
		"Ce fichier {what} s’arrête en plein milieu : exportez-le ou transférez-le de nouveau.")
	lockedFile = say("locked_file",
		"The file is locked with a password: take the password off and upload it again.",
		"Le fichier est protégé par un mot de passe : ôtez-le et renvoyez le fichier.")
	onlyLinks = say("only_links",
		"This KML only points to another file on the network: open it in Google Earth or QGIS, save the places themselves as KMZ, and upload that.",
		"Ce KML ne fait que renvoyer vers un autre fichier du réseau : ouvrez-le dans Google Earth ou QGIS, enregistrez les lieux eux-mêmes en KMZ, et envoyez ce fichier-là.")
	deepFile = say("too_deep",
		"This {what} file is nested deeper than {limit} levels: this is no list of PoPs or zones.",
		"Ce fichier {what} est imbriqué sur plus de {limit} niveaux : ce n’est pas une liste de PoP ou de zones.")
	tooMuchUnpacked = say("too_much_unpacked",
		"Unpacked, the file is larger than {limit} MB or, from “{name}” on, more than {ratio} times its packed size: unpack it and upload the list inside.",
		"Décompressé, le fichier dépasse {limit} Mo ou, à partir de « {name} », {ratio} fois sa taille compressée : décompressez-le et envoyez la liste qu’il contient.")
	tooSlow = say("too_slow",
		"Reading this {what} file took more than {limit} minutes ({read} features by then): export again the layer of the list alone.",
		"La lecture de ce fichier {what} a pris plus de {limit} minutes ({read} entités lues) : exportez de nouveau la seule couche de la liste.")
	noTables = say("no_layer",
		"The file has no table of features: export the layer of the list again.",
		"Le fichier n’a aucune table d’entités : exportez de nouveau la couche de la liste.")
	tooManyEntries = say("too_many_entries",
		"The archive holds {count} files, where {limit} are taken: keep those of the list alone.",
		"L’archive contient {count} fichiers, pour {limit} au plus : n’y laissez que ceux de la liste.")
	noSuchLayer = say("no_layer",
		"The file has no layer or sheet “{value}”: choose one of those it has.",
		"Le fichier n’a pas de couche ou de feuille « {value} » : choisissez l’une des siennes.")
	tooLongForBook = say("report_cells",
		"A text of row {row} is longer than a workbook’s cell may be ({limit} characters): take the report as CSV.",
		"Un texte de la ligne {row} est plus long qu’une cellule de classeur ne peut l’être ({limit} caractères) : prenez le rapport en CSV.")
	noSheets = say("no_layer",
		"This kind of file has no sheets or layers: “{value}” cannot be chosen.",
		"Ce genre de fichier n’a ni feuilles ni couches : « {value} » ne peut pas être choisi.")
	noLayerSuits = say("no_layer",
		"None of the file’s layers ({layers}) has geometries for {kind}: PoPs are points, zones are polygons.",
		"Aucune des couches du fichier ({layers}) n’a de géométries pour des {kind} : les PoP sont des points, les zones des polygones.")
	severalLayers = say("several_layers",
		"Several layers of the file may be meant ({layers}): choose one, or export one alone.",
		"Plusieurs couches du fichier sont possibles ({layers}) : choisissez-en une, ou n’en exportez qu’une.")
)
