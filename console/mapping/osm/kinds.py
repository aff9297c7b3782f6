"""Which OpenStreetMap tags are which kind of which layer, and from which zoom: the tables of Shortbread 1.0."""

Table = dict[tuple[str, str], tuple[str, int]]
"""By key and value of a tag: kind, and the first zoom that shows it."""


def _same(key: str, zoom: int, kinds: str) -> Table:
    return {(key, kind): (kind, zoom) for kind in kinds.split()}


WATER: Table = {
    ("natural", "glacier"): ("glacier", 4),
    ("natural", "water"): ("water", 4),
    ("waterway", "riverbank"): ("river", 4),
    ("landuse", "reservoir"): ("reservoir", 4),
    ("landuse", "basin"): ("basin", 4),
    **_same("waterway", 10, "dock canal"),
}
WATERWAYS = {"canal": (9, 12), "river": (9, 12), "stream": (14, 14), "ditch": (14, 14)}
"""Lines of water: first zoom of the line, of its name."""

LAND: Table = {
    ("landuse", "forest"): ("forest", 7),
    ("natural", "wood"): ("forest", 7),
    **_same("leisure", 11, "golf_course park garden playground miniature_golf"),
    **_same("landuse", 11, "grass meadow orchard vineyard allotments village_green recreation_ground"),
    **_same("landuse", 11, "greenhouse_horticulture plant_nursery quarry"),
    **_same("landuse", 13, "cemetery"),
    **_same("amenity", 13, "grave_yard"),
    **_same("natural", 10, "sand beach"),
    **_same("natural", 11, "heath scrub grassland bare_rock scree shingle"),
    **_same("wetland", 11, "swamp bog string_bog wet_meadow marsh"),
    **_same("landuse", 10, "residential industrial commercial garages retail railway landfill brownfield greenfield"),
    **_same("landuse", 10, "farmyard farmland"),
}
SITES: Table = {
    ("leisure", "sports_centre"): ("sports_center", 14),
    **_same("military", 14, "danger_area"),
    **_same("amenity", 14, "university college school hospital prison parking bicycle_parking"),
    **_same("landuse", 14, "construction"),
}
PIERS: Table = _same("man_made", 12, "pier breakwater groyne")
TRANSPORT: Table = {
    ("aeroway", "aerodrome"): ("aerodrome", 11),
    **_same("aeroway", 13, "helipad"),
    **_same("railway", 13, "station halt"),
    **_same("railway", 14, "tram_stop"),
    **_same("amenity", 13, "bus_station"),
    **_same("highway", 14, "bus_stop"),
    **_same("amenity", 12, "ferry_terminal"),
    ("aerialway", "station"): ("aerialway_station", 13),
}
AERIALWAYS: Table = {
    **_same("aerialway", 12, "cable_car gondola goods chair_lift drag_lift t-bar j-bar platter"),
    ("aerialway", "rope_tow"): ("rope-tow", 12),
}

ROADS = {
    "path": (13, 14, 1),
    "track": (13, 14, 1),
    "steps": (13, 14, 2),
    "footway": (13, 14, 2),
    "cycleway": (13, 14, 2),
    "pedestrian": (13, 14, 3),
    "service": (13, 14, 4),
    "living_street": (13, 14, 5),
    "bus_guideway": (12, 14, 5),
    "busway": (12, 14, 5),
    "residential": (12, 14, 6),
    "unclassified": (12, 14, 6),
    "tertiary": (10, 13, 7),
    "secondary": (9, 13, 8),
    "primary": (8, 12, 9),
    "trunk": (6, 12, 10),
    "motorway": (5, 10, 11),
}
"""Value of ``highway``: first zoom of the line, of its name, and its rank: the higher lies above the lower."""

LINK_LABELS = {"motorway": 13, "trunk": 13, "primary": 13, "secondary": 13, "tertiary": 14}
"""Roads that have links, with the first zoom of a link's name."""

RAILS = {
    "rail": (8, 12),
    "narrow_gauge": (8, 12),
    "light_rail": (10, 12),
    "tram": (10, 12),
    "subway": (10, 12),
    "funicular": (10, 12),
    "monorail": (10, 12),
}
"""Value of ``railway``: first zoom of a line, and its rank among the roads."""

SIDING_ZOOM = 10
"""First zoom of rails in stations and yards (the schema's text has this and the main lines' the wrong way round)."""

RUNWAYS = {"runway": (11, 3), "taxiway": (13, 2)}
"""Value of ``aeroway``: first zoom, and rank."""

STREET_AREAS = {"pedestrian": 14, "service": 14, "runway": 11, "taxiway": 13}
"""Streets drawn as areas: first zoom."""

BRIDGES = frozenset(
    ("yes", "viaduct", "boardwalk", "cantilever", "covered", "low_water_crossing", "movable", "trestle")
)
TUNNELS = frozenset(("yes", "building_passage"))

BORDERS = {2: 0, 3: 7, 4: 7, 5: 9, 6: 9, 7: 10, 8: 10, 9: 11, 10: 11}
"""``admin_level``: first zoom of the border; the schema has 2 and 4 only, a city's districts are below those."""

PLACES = {
    "city": (6, 100_000),
    "town": (7, 5_000),
    "village": (10, 100),
    "hamlet": (10, 50),
    "suburb": (10, 1_000),
    "quarter": (10, 500),
    "neighbourhood": (10, 100),
    "isolated_dwelling": (10, 5),
    "farm": (10, 5),
    "island": (10, 0),
    "locality": (10, 0),
}
"""Value of ``place``: first zoom, and the population where none is told."""

CAPITALS = {"yes": "capital", "2": "capital", "4": "state_capital"}
CAPITAL_ZOOM = 4

POIS: dict[str, frozenset[str]] = {
    key: frozenset(values.split())
    for key, values in {
        "amenity": "police fire_station post_box post_office telephone library townhall courthouse prison embassy"
        " community_centre nursing_home arts_centre grave_yard marketplace recycling university school college"
        " public_building pharmacy hospital clinic doctors dentist veterinary theatre nightclub cinema restaurant"
        " fast_food cafe pub bar food_court biergarten shelter car_rental car_wash car_sharing bicycle_rental"
        " vending_machine bank atm toilets bench drinking_water fountain hunting_stand waste_basket"
        " place_of_worship playground dog_park",
        "leisure": "sports_centre pitch swimming_pool water_park golf_course stadium ice_rink",
        "tourism": "hotel motel bed_and_breakfast guest_house hostel chalet camp_site alpine_hut caravan_site"
        " information picnic_site viewpoint zoo theme_park",
        "shop": "supermarket bakery kiosk mall department_store general convenience clothes florist chemist books"
        " butcher shoes alcohol beverages optician jewelry gift sports stationery outdoor mobile_phone toys"
        " newsagent greengrocer beauty video car bicycle doityourself hardware furniture computer garden_centre"
        " hairdresser travel_agency laundry dry_cleaning",
        "man_made": "surveillance tower windmill lighthouse wastewater_plant water_well watermill water_works",
        "historic": "monument memorial artwork castle ruins archaeological_site wayside_cross wayside_shrine"
        " battlefield fort",
        "emergency": "phone fire_hydrant defibrillator",
        "highway": "emergency_access_point",
        "office": "diplomatic",
    }.items()
}
"""Points of interest: values by key."""

POI_DETAILS = {
    "cuisine": ("amenity", frozenset(("restaurant", "fast_food", "pub", "bar", "cafe"))),
    "sport": ("leisure", frozenset(("pitch", "sports_centre"))),
    "vending": ("amenity", frozenset(("vending_machine",))),
    "information": ("tourism", frozenset(("information",))),
    "tower:type": ("man_made", frozenset(("tower",))),
    "religion": ("amenity", frozenset(("place_of_worship",))),
    "denomination": ("amenity", frozenset(("place_of_worship",))),
}
"""What more is told of some of them: by field, the key and values it is told for."""

POI_MARKS_OF = {"recycling": ("amenity", "recycling"), "atm": ("amenity", "bank")}
"""Of which of them the fields of ``schema.POI_MARKS`` are told, by the part of the field before a colon."""
