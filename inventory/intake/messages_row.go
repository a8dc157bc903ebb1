package intake

// Faults of one record: it is rejected, the others are not.
var (
	strayQuote = say("stray_quote",
		"Text follows a closing quote mark ({value}): double the quote marks inside a quoted cell, or remove them.",
		"Du texte suit un guillemet fermant ({value}) : doublez les guillemets à l’intérieur d’une cellule, ou ôtez-les.")
	extraCells = say("extra_cells",
		"This record has {cells} cells for {columns} columns: put cells that hold the separator between quote marks.",
		"Cette ligne a {cells} cellules pour {columns} colonnes : mettez entre guillemets les cellules qui contiennent le séparateur.")
	notObject = say("not_object",
		"This is not an object ({value}): each entry is one, with names and values.",
		"Ceci n’est pas un objet ({value}) : chaque élément en est un, avec des noms et des valeurs.")
	notFeature = say("not_feature",
		"This is not a GeoJSON Feature ({value}): each needs type, properties and geometry.",
		"Ceci n’est pas une Feature GeoJSON ({value}) : il y faut type, properties et geometry.")
	badGeometry = say("bad_geometry",
		"The geometry cannot be read: {why}. Export it again.",
		"La géométrie est illisible : {why}. Exportez-la de nouveau.")
	tooManyVertices = say("too_many_vertices",
		"The geometry has more than {limit} vertices: simplify it (in QGIS: Vector, Geometry tools, Simplify).",
		"La géométrie a plus de {limit} sommets : simplifiez-la (dans QGIS : Vecteur, Outils de géométrie, Simplifier).")
	duplicateCode = say("duplicate_code",
		"The code “{value}” is already used on line {line}: give each entry a code of its own, or remove one of the two.",
		"Le code « {value} » est déjà pris à la ligne {line} : donnez à chaque élément son propre code, ou ôtez l’un des deux.")
	missingValue = say("missing",
		"{column} is missing: fill it in.",
		"{column} manque : renseignez-le.")
	tooLong = say("too_long",
		"{column} is too long: it has {count} characters, {limit} at most.",
		"{column} est trop long : {count} caractères, {limit} au plus.")
	badText = say("bad_text",
		"{column} has broken, invisible or control characters ({value}): save the file as UTF-8 and check this cell.",
		"{column} contient des caractères cassés, invisibles ou de contrôle ({value}) : enregistrez le fichier en UTF-8 et vérifiez cette cellule.")
	badCode = say("bad_code",
		"The code “{value}” cannot hold slashes or line breaks, nor begin or end with a space: change these characters.",
		"Le code « {value} » ne peut contenir ni barre oblique ni saut de ligne, ni commencer ou finir par une espace : changez ces caractères.")
	badNumber = say("bad_number",
		"“{value}” in {column} is not a number of 0 to 1,000,000,000: write digits only, such as 12.5 or 12,5.",
		"« {value} » dans {column} n’est pas un nombre de 0 à 1 000 000 000 : écrivez des chiffres, par exemple 12,5.")
	badDate = say("bad_date",
		"“{value}” in {column} is not a day: write it 2026-11-22 or 22/11/2026.",
		"« {value} » dans {column} n’est pas une date : écrivez-la 22/11/2026 ou 2026-11-22.")
	badDateMeant = say("bad_date",
		"“{value}” in {column} is not a day written as 2026-11-22 or 22/11/2026; if {repair} is meant, write that.",
		"« {value} » dans {column} n’est pas une date écrite 22/11/2026 ou 2026-11-22 ; s’il s’agit du {repair}, écrivez-le ainsi.")
	closedFirst = say("closed_before_opened",
		"It closes ({value}) before it opens: correct one of the two dates.",
		"La fermeture ({value}) précède l’ouverture : corrigez l’une des deux dates.")
	badStatus = say("unknown_status",
		"“{value}” is not a status: it is one of {known}.",
		"« {value} » n’est pas un statut : choisissez parmi {known}.")
	badAudience = say("unknown_audience",
		"“{value}” in {column} is not an audience: it is one of {known}.",
		"« {value} » dans {column} n’est pas une visibilité : choisissez parmi {known}.")
	badSource = say("unknown_position_source",
		"“{value}” in {column} is not a source of positions: it is one of {known}.",
		"« {value} » dans {column} n’est pas une source de position : choisissez parmi {known}.")
	badTechnology = say("unknown_technology",
		"“{value}” is not a technology: they are {known}.",
		"« {value} » n’est pas une technologie : ce sont {known}.")
	otherFault = say("invalid",
		"{column} is not right: {why}.",
		"{column} ne convient pas : {why}.")
)

// Faults of a PoP's position.
var (
	noPosition = say("no_position",
		"There is no position: give longitude and latitude, or x and y, or the commune’s INSEE code, or a postcode and a city.",
		"Il n’y a pas de position : donnez longitude et latitude, ou x et y, ou le code INSEE de la commune, ou un code postal et une ville.")
	halfPosition = say("half_position",
		"Half of the position is missing: {column} is empty. Give both coordinates.",
		"Il manque la moitié de la position : {column} est vide. Donnez les deux coordonnées.")
	badCoordinate = say("bad_coordinate",
		"“{value}” in {column} is not a coordinate: write decimal degrees, such as 48.8566 or 48,8566.",
		"« {value} » dans {column} n’est pas une coordonnée : écrivez des degrés décimaux, par exemple 48,8566.")
	badPair = say("bad_coordinate",
		"“{value}” in {column} is not a position: write latitude and longitude in decimal degrees, such as 48.8566, 2.3522.",
		"« {value} » dans {column} n’est pas une position : écrivez latitude et longitude en degrés décimaux, par exemple 48.8566, 2.3522.")
	outOfRange = say("out_of_range",
		"The position {value} is on no Earth: longitude goes from -180 to 180, latitude from -90 to 90.",
		"La position {value} n’est pas sur Terre : la longitude va de -180 à 180, la latitude de -90 à 90.")
	zeroPosition = say("zero_position",
		"The position is 0, 0: a blank that became a number. Give the true coordinates, or leave both cells empty and give the commune’s INSEE code.",
		"La position est 0, 0 : un vide devenu nombre. Donnez les vraies coordonnées, ou laissez les deux cellules vides et donnez le code INSEE de la commune.")
	swappedPosition = say("swapped_position",
		"Latitude and longitude look swapped: {value} is not in France, {repair} is. Exchange the two columns.",
		"Latitude et longitude semblent inversées : {value} n’est pas en France, {repair} l’est. Échangez les deux colonnes.")
	lostSign = say("lost_sign",
		"The position {value} is not in France, {repair} is ({place}): a minus sign seems lost, or one too many.",
		"La position {value} n’est pas en France, {repair} l’est ({place}) : un signe moins semble perdu, ou de trop.")
	doubtfulAddress = say("doubtful_address",
		"The geocoder is not sure of the address “{value}”: it answers {answer} ({why}). The centre of {place} is taken meanwhile; accept the answer, or place the PoP on the map.",
		"Le géocodeur doute de l’adresse « {value} » : il répond {answer} ({why}). Le centre de {place} est pris en attendant ; acceptez la réponse, ou placez le PoP sur la carte.")
	lostAddress = say("doubtful_address",
		"The geocoder is not sure of the address “{value}”: it answers {answer} ({why}). Accept the answer, or place the PoP on the map.",
		"Le géocodeur doute de l’adresse « {value} » : il répond {answer} ({why}). Acceptez la réponse, ou placez le PoP sur la carte.")
	outsideFrance = say("outside_france",
		"The position {value} is at sea or abroad, {far} from any commune of France: check the coordinates.",
		"La position {value} est en mer ou à l’étranger, à {far} de toute commune de France : vérifiez les coordonnées.")
	unknownCRS = say("unknown_crs",
		"“{value}” is not a coordinate system known here: give one of {known}.",
		"« {value} » n’est pas un système de coordonnées connu ici : donnez l’un de {known}.")
	doubtfulCRS = say("doubtful_crs",
		"The coordinates {value} fit no coordinate system of France: name theirs in a column crs ({known}).",
		"Les coordonnées {value} ne vont avec aucun système de coordonnées de France : nommez le leur dans une colonne crs ({known}).")
	lambert2 = say("old_lambert",
		"The coordinates {value} look like Lambert II étendu (NTF), a system of before 1993, but could be of another: if that is what they are, say so in a column crs (EPSG:27572); they are then placed to some three metres.",
		"Les coordonnées {value} semblent en Lambert II étendu (NTF), un système d’avant 1993, mais pourraient être d’un autre : si c’est bien lui, dites-le dans une colonne crs (EPSG:27572) ; elles sont alors placées à trois mètres près environ.")
	lambert2Meant = say("old_lambert",
		"The coordinates {value} are in {place} as metres of the Antilles, in {other} as Lambert II étendu (NTF), which the rest of the list speaks for: take {repair}, or name their system in a column crs (EPSG:27572, or EPSG:5490).",
		"Les coordonnées {value} sont à {place} en mètres des Antilles, à {other} en Lambert II étendu (NTF), ce que dit le reste de la liste : prenez {repair}, ou nommez leur système dans une colonne crs (EPSG:27572, ou EPSG:5490).")
	unknownCommune = say("unknown_commune",
		"“{value}” is not the INSEE code of a commune: look it up (it is not the postcode).",
		"« {value} » n’est pas le code INSEE d’une commune : vérifiez-le (ce n’est pas le code postal).")
	lostZero = say("lost_zero",
		"“{value}” lost its leading zero: the code is “{repair}”. Format the column as text in the spreadsheet.",
		"« {value} » a perdu son zéro de tête : le code est « {repair} ». Mettez la colonne au format texte dans le tableur.")
	formerCommune = say("former_commune",
		"“{value}” is a commune that merged: its code is now “{repair}”.",
		"« {value} » est une commune fusionnée : son code est désormais « {repair} ».")
	arrondissement = say("arrondissement",
		"“{value}” is a municipal arrondissement, not a commune: the commune is “{repair}”.",
		"« {value} » est un arrondissement municipal, pas une commune : la commune est « {repair} ».")
	postcodeNotCode = say("postcode_for_insee",
		"“{value}” is a postcode, not an INSEE code: the commune’s code is “{repair}”.",
		"« {value} » est un code postal, pas un code INSEE : le code de la commune est « {repair} ».")
	unknownPlace = say("unknown_place",
		"No commune goes by “{value}”: check postcode and city, or give the INSEE code.",
		"Aucune commune ne répond à « {value} » : vérifiez code postal et ville, ou donnez le code INSEE.")
	severalPlaces = say("ambiguous_place",
		"Several communes go by “{value}” ({known}): give the INSEE code.",
		"Plusieurs communes répondent à « {value} » ({known}) : donnez le code INSEE.")
	unlocatedCommune = say("no_boundary",
		"The commune {value} has neither boundary nor centre in the territory in force: give longitude and latitude.",
		"La commune {value} n’a ni contour ni centre dans le territoire en vigueur : donnez longitude et latitude.")
	pointForPop = say("not_a_point",
		"The geometry of a PoP is one point, this one is {what}: give a point.",
		"La géométrie d’un PoP est un point, celle-ci est {what} : donnez un point.")
)

// Faults of a zone.
var (
	noExtent = say("no_extent",
		"The zone has no extent: give one of communes, epci, departements, units, radius_km, wkt, or a geometry.",
		"La zone n’a pas d’étendue : donnez communes, epci, departements, units, rayon_km, wkt ou une géométrie.")
	twoExtents = say("two_extents",
		"The zone has several extents ({value}): keep one, or leave columns out by a mapping to nothing (epci=).",
		"La zone a plusieurs étendues ({value}) : n’en gardez qu’une, ou écartez des colonnes par une correspondance vide (epci=).")
	noTechnology = say("no_technology",
		"The technologies are missing: give one or more of {known}.",
		"Les technologies manquent : donnez-en une ou plusieurs parmi {known}.")
	unknownHandoff = say("unknown_handoff",
		"“{value}” is not the code of one of your PoPs: import the PoP first, or correct the code.",
		"« {value} » n’est le code d’aucun de vos PoP : importez d’abord le PoP, ou corrigez le code.")
	nearHandoff = say("unknown_handoff",
		"“{value}” is not the code of one of your PoPs; the nearest is “{repair}”.",
		"« {value} » n’est le code d’aucun de vos PoP ; le plus proche est « {repair} ».")
	manyHandoffs = say("ambiguous_handoff",
		"Several of your PoPs go by “{value}” ({known}): give the code.",
		"Plusieurs de vos PoP répondent à « {value} » ({known}) : donnez le code.")
	radiusHandoff = say("no_handoff",
		"A radius is drawn around a PoP: give the hand-off’s code.",
		"Un rayon se trace autour d’un PoP : donnez le code de la porte de livraison.")
	badRadius = say("bad_radius",
		"“{value}” is not a radius: more than 0 and at most {limit} km.",
		"« {value} » n’est pas un rayon : plus de 0 et au plus {limit} km.")
	unknownUnit = say("unknown_unit",
		"“{value}” is not a known {what}: check the code.",
		"« {value} » n’est pas un code connu ({what}) : vérifiez-le.")
	badUnit = say("bad_unit",
		"“{value}” is not a unit: write KIND:code, such as nro:75056N01; the kinds are {known}.",
		"« {value} » n’est pas une unité : écrivez GENRE:code, par exemple nro:75056N01 ; les genres sont {known}.")
	noBoundary = say("no_boundary",
		"{value} has no boundary in the territory in force: use its EPCI, a radius, or a geometry of your own.",
		"{value} n’a pas de contour dans le territoire en vigueur : employez son EPCI, un rayon, ou votre propre géométrie.")
	badWKT = say("bad_wkt",
		"The geometry in {column} cannot be read: {why}. Write WKT such as POLYGON((2 48, 2.1 48, 2.1 48.1, 2 48)).",
		"La géométrie dans {column} est illisible : {why}. Écrivez du WKT comme POLYGON((2 48, 2.1 48, 2.1 48.1, 2 48)).")
	pointForZone = say("point_geometry",
		"The geometry of a zone is a polygon, this one is a point: draw the area, or give radius_km and handoff.",
		"La géométrie d’une zone est un polygone, celle-ci est un point : tracez l’aire, ou donnez rayon_km et la porte.")
	lineForZone = say("line_geometry",
		"The geometry of a zone is a polygon, this one is a line: draw the area around it.",
		"La géométrie d’une zone est un polygone, celle-ci est une ligne : tracez l’aire qui l’entoure.")
	shapeLambert2Meant = say("old_lambert",
		"The polygon around {value} is in {place} as metres of the Antilles, in {other} as Lambert II étendu (NTF), which its hand-off, or the rest of the list, speaks for: read it so, or name its system in a column crs (EPSG:27572, or EPSG:5490).",
		"Le polygone autour de {value} est à {place} en mètres des Antilles, à {other} en Lambert II étendu (NTF), ce que dit sa porte de livraison ou le reste de la liste : lisez-le ainsi, ou nommez son système dans une colonne crs (EPSG:27572, ou EPSG:5490).")
	sridNeeded = say("doubtful_crs",
		"The polygon around {value} is in the Antilles or in Languedoc, by what its metres are: write SRID=5490; (RGAF09) or SRID=27572; (Lambert II étendu) before the WKT.",
		"Le polygone autour de {value} est aux Antilles ou en Languedoc, selon ce que sont ses mètres : écrivez SRID=5490; (RGAF09) ou SRID=27572; (Lambert II étendu) devant le WKT.")
	invalidPolygon = say("invalid_polygon",
		"The polygon is not valid ({why}) and repairing it would change its area: redraw it there.",
		"Le polygone n’est pas valide ({why}) et le réparer changerait sa surface : retracez-le à cet endroit.")
	zoneOutside = say("outside_france",
		"The zone covers no land of France: check its coordinates.",
		"La zone ne couvre aucune terre de France : vérifiez ses coordonnées.")
	cannotDraw = say("cannot_draw",
		"The zone cannot be drawn: {why}.",
		"La zone ne peut pas être tracée : {why}.")
	popInUse = say("pop_in_use",
		"“{value}” is the hand-off of zones ({zones}) and cannot be removed: change their hand-off first, or use scope merge.",
		"« {value} » est la porte de zones ({zones}) et ne peut être retiré : changez d’abord leur porte, ou laissez en place les éléments absents (portée merge).")
)

// Warnings: the record is taken, its owner is told.
var (
	unknownKind = say("unknown_kind",
		"“{value}” is not a kind of site known here: taken as a PoP. The kinds are {known}.",
		"« {value} » n’est pas un genre de site connu ici : pris comme un PoP. Les genres sont {known}.")
	plannedTill = say("planned_till",
		"No status is given and {value} is still to come: the zone is taken as planned, and counts as such. Give its status where another is meant, and when it opens.",
		"Aucun statut n’est donné et le {value} est à venir : la zone est prise comme prévue, et compte comme telle. Donnez son statut s’il est autre, et quand elle ouvrira.")
	likeCode = say("like_code",
		"The code “{value}” differs from “{other}” ({where}) in capitals or spaces alone: they are two entries; write both alike if one is meant.",
		"Le code « {value} » ne diffère de « {other} » ({where}) que par des majuscules ou des espaces : ce sont deux éléments ; écrivez-les de même si c’en est un seul.")
	codeMade = say("code_made",
		"This row has no code, where others have: “{value}” is made for it. Give it its own, or a later list that does would add it a second time.",
		"Cette ligne n’a pas de code, alors que d’autres en ont : « {value} » lui est donné. Mettez le sien, sinon une prochaine liste qui l’aurait l’ajouterait une seconde fois.")
	approximatePosition = say("approximate_position",
		"No coordinates: the centre of {place} is taken, and marked approximate.",
		"Pas de coordonnées : le centre de {place} est pris, et marqué approximatif.")
	offLand = say("off_land",
		"The position {value} is {far} off the land of {place}: taken as part of it.",
		"La position {value} est à {far} du sol de {place} : prise comme en faisant partie.")
	communeDiffers = say("commune_differs",
		"The position lies in {place}, not in the commune given ({value}): the position counts.",
		"La position est à {place}, pas dans la commune indiquée ({value}) : c’est la position qui compte.")
	twoSystems = say("doubtful_position",
		"The coordinates {value} are in {place} as metres of the Antilles, but in {other} as Lambert II étendu (NTF), and nothing in the list decides: {place} is taken; take {repair} instead, or name their system in a column crs (EPSG:27572, or EPSG:5490).",
		"Les coordonnées {value} sont à {place} en mètres des Antilles, mais à {other} en Lambert II étendu (NTF), et rien dans la liste ne tranche : {place} est retenu ; prenez plutôt {repair}, ou nommez leur système dans une colonne crs (EPSG:27572, ou EPSG:5490).")
	shapeTwoSystems = say("doubtful_position",
		"The polygon around {value} is in {place} as metres of the Antilles, but in {other} as Lambert II étendu (NTF), and nothing in the list decides: {place} is taken; read it in Lambert II instead, or name its system in a column crs (EPSG:27572, or EPSG:5490).",
		"Le polygone autour de {value} est à {place} en mètres des Antilles, mais à {other} en Lambert II étendu (NTF), et rien dans la liste ne tranche : {place} est retenu ; lisez-le plutôt en Lambert II, ou nommez son système dans une colonne crs (EPSG:27572, ou EPSG:5490).")
	projectedDegrees = say("projected_position",
		"The values in {column} are metres, not degrees: read as {system}.",
		"Les valeurs de {column} sont des mètres, pas des degrés : lues comme {system}.")
	describedExtent = say("described_extent",
		"“{value}” in {column} is taken as a description: the zone’s extent is told by {other}.",
		"« {value} » dans {column} est pris comme une description : l’étendue de la zone est donnée par {other}.")
	pointIgnored = say("point_ignored",
		"The point in the file is not used: the zone’s extent is told by {other}.",
		"Le point du fichier n’est pas utilisé : l’étendue de la zone est donnée par {other}.")
	repairedPolygon = say("repaired_polygon",
		"The polygon was not valid ({why}) and has been repaired: its area changed by less than 1 %.",
		"Le polygone n’était pas valide ({why}) et a été réparé : sa surface change de moins de 1 %.")
	moreFollows = say("more_follows",
		"The file holds the first {read} records and says that more follow: export all of them, or use scope merge.",
		"Le fichier contient les {read} premiers éléments et dit que d’autres suivent : exportez-les tous, ou laissez en place les éléments absents (portée merge).")
	facilitiesAbroad = say("facilities_abroad",
		"{count} facilities abroad are left out.",
		"{count} sites à l’étranger sont laissés de côté.")
	titlesSkipped = say("titles_skipped",
		"The {lines} lines above the names of the columns are not read.",
		"Les {lines} lignes au-dessus des noms de colonnes ne sont pas lues.")
	moreReported = say("more",
		"{more} more are not listed: mend these and check again.",
		"{more} autres ne sont pas listés : corrigez ceux-ci et vérifiez de nouveau.")
)

// Why a column is not used.
var (
	ignoredUnknown = say("column_unknown",
		"its name says nothing known about {kind}; use a mapping if it should",
		"son nom ne dit rien de connu sur les {kind} ; faites une correspondance s’il le devrait")
	ignoredUnnamed = say("column_unnamed", "it has no name", "elle n’a pas de nom")
	ignoredReport  = say("column_report", "it is a column of our own report", "c’est une colonne de notre propre rapport")
	ignoredTwice   = say("column_twice", "an earlier column has the same name", "une colonne précédente porte le même nom")
	ignoredTold    = say("column_told", "the mapping says so", "la correspondance le demande")
	ignoredOther   = say("column_other",
		"“{other}” is read as {field} already",
		"« {other} » est déjà lue comme {field}")
)

// Faults of a request about an import.
var (
	noSuchRow = say("unknown_row",
		"The file has no row on line {row}: the header is line 1.",
		"Le fichier n’a pas de ligne {row} : l’en-tête est la ligne 1.")
	nothingToRepair = say("nothing_to_repair",
		"No row has this problem any more, or none with a repair that is known: give the value, or edit the rows.",
		"Plus aucune ligne n’a ce problème, ou aucune dont la correction soit connue : donnez la valeur, ou modifiez les lignes.")
	filePast = say("file_expired",
		"The file of this import was kept for {days} days and is gone: upload it again.",
		"Le fichier de cet import a été gardé {days} jours et n’existe plus : envoyez-le de nouveau.")
	notOpenImport = say("import_not_open",
		"This import is {value} and can no longer be changed: upload the file again.",
		"Cet envoi est {value} et ne peut plus être modifié : envoyez de nouveau le fichier.")
	stillWorking = say("import_in_work",
		"This import is still being worked on: wait until it is checked, or cancel it.",
		"Cet import est encore en traitement : attendez qu’il soit vérifié, ou annulez-le.")
	largeRemoval = say("large_removal",
		"This would remove {removed} of your {all} entries: look at them, and confirm the removal.",
		"Ceci retirerait {removed} de vos {all} éléments : regardez-les, et confirmez le retrait.")
	nothingThen = say("nothing_then",
		"There was nothing in this list on {value}: choose a later day.",
		"Il n’y avait rien dans cette liste le {value} : choisissez un jour plus récent.")
	workFailed = say("work_failed",
		"This list could not be checked in {attempts} attempts of {hours} h at most: send it again, in parts if it is large, and tell the instance’s operator if it goes on.",
		"Cette liste n’a pu être vérifiée en {attempts} essais de {hours} h au plus : déposez-la de nouveau, en plusieurs parties si elle est grande, et prévenez l’exploitant de l’instance si cela dure.")
	pastImport = say("expired",
		"The import waited for more than {days} days, or behind {most} newer ones, and its file was discarded: upload it again.",
		"L’import a attendu plus de {days} jours, ou derrière {most} plus récents, et son fichier a été supprimé : envoyez-le de nouveau.")
	silentGeocoder = say("geocoder_silent",
		"The geocoder did not answer ({why}): addresses were left to the centre of their commune. Upload the file again later to ask once more.",
		"Le géocodeur n’a pas répondu ({why}) : les adresses restent au centre de leur commune. Renvoyez le fichier plus tard pour le redemander.")
	cancelledImport = say("cancelled",
		"The import was cancelled.",
		"L’import a été annulé.")
	rejectedRows = say("rejected_rows",
		"The file has errors ({rejected} rows rejected), so nothing was committed: mend them and upload again, or commit the valid rows alone (mode valid).",
		"Le fichier a des erreurs ({rejected} lignes rejetées), rien n’a donc été enregistré : corrigez-les et renvoyez-le, ou n’enregistrez que les lignes valides (mode valid).")
	staleImport = say("import_stale",
		"Since this file was checked, the inventory changed so that other rows would be rejected, or other entries added, changed or removed: nothing was committed; upload the file again and look at what it does.",
		"Depuis la vérification de ce fichier, l’inventaire a changé : d’autres lignes seraient rejetées, ou d’autres éléments ajoutés, modifiés ou retirés. Rien n’a été enregistré : envoyez de nouveau le fichier et regardez ce qu’il fait.")
	undoneImport = say("import_undone",
		"This import was undone: upload the file again.",
		"Cet import a été annulé : envoyez de nouveau le fichier.")
	notCheckedImport = say("import_not_checked",
		"This import is {value}, not checked: upload the file again.",
		"Cet envoi est {value}, pas vérifié : envoyez de nouveau le fichier.")
	notCommitted = say("import_not_committed",
		"This import was never committed, so there is nothing to undo.",
		"Cet import n’a jamais été enregistré : il n’y a rien à annuler.")
	touchedSince = say("touched_since",
		"{count} entries of this import changed again since, so it cannot be undone: {entries}.",
		"{count} éléments de cet import ont changé depuis, il ne peut donc être annulé : {entries}.")
	noTerritory = say("no_territory",
		"No territory is loaded yet, so positions cannot be checked: wait until it is, or run “maillage territory load”.",
		"Aucun territoire n’est encore chargé, les positions ne peuvent être vérifiées : attendez qu’il le soit, ou lancez « maillage territory load ».")
	notYours = say("not_yours",
		"You may not change the entries of {value}.",
		"Vous ne pouvez pas modifier les éléments de {value}.")
	entryExists = say("entry_exists",
		"“{value}” exists already: change it instead, or choose another code.",
		"« {value} » existe déjà : modifiez-le, ou choisissez un autre code.")
)
