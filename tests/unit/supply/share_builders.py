"""A small share network of made-up figures, and a folder in the chip explorer's format."""

from kakehashi.supply.shares import read_share_network

INPUTS = """\
id,en,ja,kind,stock_days,stock_source,life_days,life_source,lead_days
resin,Resin,樹脂,consumable,30..90,assumed,,,
press,Press,プレス機,capital_good,,,3650,A study,60
laser,Laser,レーザー,capital_good,,,,,
flame,Flame cutter,火炎切断機,capital_good,,,,,
cutter,Cutter,切断機,capital_good,,,,,
core,Core,コア,design,,,,,
moulding,Moulding,成形,step,,,,,
case,Case,筐体,step,,,,,
"""
RELATIONS = """\
upstream,relation,downstream
resin,goes_into,moulding
press,goes_into,moulding
laser,is_type_of,cutter
flame,is_type_of,cutter
cutter,goes_into,case
moulding,goes_into,case
core,goes_into,case
"""
PROVIDERS = """\
id,en,ja,kind,country
JP,Japan,日本,country,
GB,United Kingdom,英国,country,
FR,France,フランス,country,
acme,Acme,アクメ,firm,JP
bolt,Bolt,ボルト,firm,JP
corp,Corp,コープ,firm,GB
"""
SHARES = """\
input,provider,share,year,source,basis
resin,JP,0.56,2019,A study,secondary
resin,FR,0.30,2019,A study,secondary
resin,GB,0.14,2019,A study,secondary
press,JP,0.95,2025,A study,secondary
press,FR,0.05,2025,A study,secondary
laser,JP,1.00,2025,A study,secondary
flame,GB,,2025,,
core,acme,0.4,2025,A study,secondary
core,bolt,0.2,2025,A study,secondary
core,corp,0.3,2025,A study,secondary
"""


def share_files(**replaced):
    """Return the four files, some replaced."""
    told = {"inputs": INPUTS, "relations": RELATIONS, "providers": PROVIDERS, "shares": SHARES}
    return {f"{name}.csv": text.encode() for name, text in (told | replaced).items() if text}


def a_share_network(**replaced):
    """Return the small network, some of its files replaced."""
    return read_share_network(share_files(**replaced))


EXPLORER = {
    "inputs.csv": """\
input_id,input_name,type,stage_name,stage_id,description,year
N1,Etching,process,Making,S1,,
N2,Etchers,tool_resource,,,,2025
N3,Acid,material_resource,,,,2019
N4,Core intellectual property,material_resource,,,,2019
""",
    "providers.csv": """\
provider_name,alias,provider_id,provider_type,country
JPN,Japan,P1,country,
GBR,United Kingdom,P2,country,
Various countries,,P3,country,
Acme,,P4,organization,JPN
Acme,Acme KK,P4,organization,JPN
""",
    "provision.csv": """\
provider_name,provider_id,provided_name,provided_id,share_provided,year,source
JPN,P1,Acid,N3,57.0,2019,A study
Various countries,P3,Acid,N3,43.0,2019,A study
Acme,P4,Etchers,N2,95.2,2025,A study
Acme,P4,Etchers,N2,95.2,2025,A study
GBR,P2,Core intellectual property,N4,43.0,2019,A study
""",
    "sequence.csv": """\
input_name,input_id,goes_into_name,goes_into_id,is_type_of_name,is_type_of_id
Etchers,N2,Etching,N1,,
Acid,N3,Etching,N1,,
""",
    "stages.csv": "stage_id,stage_name,description\nS1,Making,\n",
}


def explorer_files(**replaced):
    """Return the five files of a made-up chip explorer, some replaced."""
    told = EXPLORER | {f"{name}.csv": text for name, text in replaced.items()}
    return {name: text.encode() for name, text in told.items()}
