"""Words that a sentence uses without speaking of a disease, though by themselves they name one, or abbreviate one.

In a longer text they count only in capitals ("MS", "ALL"). Words of one or two letters are held so too.
"""

SHORT_WORDS = """
able ace act ada add ads aft age ago aid aids aim air all alp and ant any ape apt arc are area ark arm arms army art
ash ask asks ate awe back bad bag bags ball ban band bank bar bars base bat bath bats bay beat bed bee been beg ben
best bet bid big bin bit bite blue bob body bone book born bot both bow box boy bra bud bug bun burn bus but buy bye
cab cad call came camp can cap car card care case cash cast cat cats chat chip city clam clip club coal coat cob cod
code cog cold come con cool cop cope core corn cost cot cow crab crew crop cry cub cud cue cup cut dab dad dam dan
dark data date day dead deal dear deck den dew did die diet dig dim din dip doc doe dog don done door dose dot down
draw drop drug dry dual dub due dug dust duty dye each ear east easy eat ebb edge eel egg ego elf elk elm else end era
eve even ever eye face fact fad fail fall fan far farm fast fat fax fear fed fee feed feel feet few fig file fill film
fin find fine fir fire firm fish fit fix flat flow flu fly foe fog food foot for form four fox free from fuel full fun
fund fur gag gain gal game gap gas gave gay gel gem gene get gift gig girl give glad goal god goes gold gone good got
grow gum gun gut guy gym had half hall ham hand hang hard harm has hat hate have hay head hear heat held help hem hen
her here hero hey hid hide high him hint hip hips his hit hoe hold hole home hop hope host hot hour how hub hug huge
hung hunt hurt hut ice icy idea ill ink inn into ion item its ivy jam jar jaw jay jet job jog join joy jug jump just
keep keg kept key kid kin kind kit knee knew know lab lack lad lady lag lake lam lamp land lap last late law lay lead
led left leg legs less let lid lie life lift like line link lip list lit live load lock log long look lose loss lost
lot love low luck mac mad main make male man map mar mark mask mass mast mat math may meal mean meat meds meet melt
men met mid mild mile milk mind mine miss mix mob mod mode mom mood moon mop more most move much mud mug must name nap
near neck need net new news next nice nil nine nod node non none nor nose not note now nut oak odd off oil old once
one only open opt oral ore our out over owe owl own pace pack pad page paid pal palm pan par part pass past pat path
paw pay pea peak peg pen per pet pick pie pig pill pin pink pit plan play plus ply pod poor pop port post pot pro pub
pure push put rage rain ran range rap rare rat rate raw ray read real red rest rib rich rid ride rig rim ring rip rise
risk road rod role room root rose rot row rub rug rule run rush rut sad safe said salt same sand sap sat save saw say
scan sea seat see seed seek seem seen self sell send sent set sew sex she ship shop shot show shy sick side sign sin
sip sir sit site six size ski skin sky slow sly snow sob soft soil sold sole some son song soon sore sort sow soy spa
spot spy star stay step stop such suit sum sun sure tab tad tag take talk tan tap tape tar task tax tea team tear ted
tell ten tend term test text than that the them then they thin this thus tic tie till time tin tip toe told ton tone
too took tool top tour town toy tree trip true try tub tube turn two type unit upon use used user van very vet via
view vote vow wait wake walk wall want war warm was wash wave wax way weak wear web week well went were west wet what
when who whom why wide wife wig wild will win wind wine wing wire wish wit with won wood word work worn yard year yes
yet you your zero zip zone
"""

# Headings of MeSH, mostly of behaviour and feeling, and general words of disease.
LONGER_WORDS = """
adaptation affect affects aggression anger attitude attitudes behavior bends birth boredom bravery bullying cadaver
chemotaxis colic communication complication complications conflict confusion consumption contusion corpse courage
crying death deception depth disease diseases disgust disorder disorders divorce drinking eating embarrassment
emergencies emergency emotion emotions empathy empowerment euphoria exposure facies fainting family fasting fatality
feeding fetus freezing frustration gagging ganglion gesture gestures grooming growth guilt habit habits handling
happiness heroism hostility illness imitation infarct inflammation injuries injury instinct interaction irritation
jealousy jogging kissing lactation language laughter learning lesion lesions literacy loneliness masculinity mediation
motivation movement mutation necrosis nursing orientation panic parity parturition pathology plague play pleasure
poison poisoning predation pregnant prejudice projection prolapse racism reaction reactions recurrence regression
rejection relapse repression reproduction risk role rupture sadness sexism sexuality shame shock shyness sickness
silence smiling social speaking speech spite stigma still strain stress stroking submission suffering sugar symptom
symptoms syndrome syndromes tartar teasing tension thirst touching toxicity tracking training trauma traumas trust
tumbling urination violence voice walking weaning weight wound wounds writing
"""

EVERYDAY = frozenset((SHORT_WORDS + LONGER_WORDS).split())
