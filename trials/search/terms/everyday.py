"""Words that a sentence uses without speaking of a disease, though by themselves they name one, or abbreviate one.

In a longer text they count only in capitals ("MS", "ALL"). Words of one or two letters are held so too.
"""

SHORT_WORDS = """
ace act ada add ads aft age ago aid aim air all alp and ant any ape apt arc are ark arm art ash ask ate awe bad bag ban
bar bat bay bed bee beg ben bet bid big bin bit bob bot bow box boy bra bud bug bun bus but buy bye cab cad can cap car
cat cob cod cog con cop cot cow cry cub cud cue cup cut dab dad dam dan day den dew did die dig dim din dip doc doe dog
don dot dry dub due dug dye ear eat ebb eel egg ego elf elk elm end era eve eye fad fan far fat fax fed fee few fig fin
fir fit fix flu fly foe fog for fox fun fur gag gal gap gas gay gel gem get gig god got gum gun gut guy gym had ham has
hat hay hem hen her hey hid him hip his hit hoe hop hot how hub hug hut ice icy ill ink inn ion its ivy jam jar jaw jay
jet job jog joy jug keg key kid kin kit lab lad lag lam lap law lay led leg let lid lie lip lit log lot low mac mad man
map mar mat may men met mid mix mob mod mom mop mud mug nap net new nil nod non nor not now nut oak odd off oil old one
opt ore our out owe owl own pad pal pan par pat paw pay pea peg pen per pet pie pig pin pit ply pod pop pot pro pub put
ran rap rat raw ray red rib rid rig rim rip rod rot row rub rug run rut sad sap sat saw say sea see set sew sex she shy
sin sip sir sit six ski sky sly sob son sow soy spa spy sum sun tab tad tag tan tap tar tax tea ted ten the tic tie tin
tip toe ton too top toy try tub two use van vet via vow war was wax way web wet who why wig win wit won yes yet you zip
able aids area arms army asks back bags ball band bank bars base bath bats beat been best bite blue body bone book born
both burn call came camp card care case cash cast cats chat chip city clam clip club coal coat code cold come cool cope
copd core corn cost crew crop dark data date dead deal dear deck diet done door dose down draw drop drug dual dust duty
each east easy edge else even ever face fact fail fall farm fast fear feed feel feet file fill film find fine fire firm
fish flat flow food foot form four free from fuel full fund gain game gave gene gift girl give glad goal goes gold gone
good grow half hall hand hang hard harm hate have head hear heat held help here hero hide high hint hips hold hole home
hope host hour huge hung hunt hurt idea into item join jump just keep kept kind knee knew know lack lady lake lamp land
last late lead left legs less life lift like line link list live load lock long look lose loss lost love luck main make
male mark mask mass mast math meal mean meat meds meet melt mild mile milk mind mine miss mode mood moon more most move
much must name near neck need news next nice nine node none nose note once only open oral over pace pack page paid pain
palm part pass past path peak pick pill pink plan play plus poor port post pure push rage rain range rare rash rate read
real rest rich ride ring rise risk road role room root rose rule rush safe said salt same sand save scan seat seed seek
seem seen self sell send sent ship shop shot show sick side sign site size skin slow snow soft soil sold sole some song
soon sore sort spot star stay step stop such suit sure take talk tape task team tear tell tend term test text than that
them then they thin this thus till time told tone took tool tour town tree trip true tube turn type unit upon used user
very view vote wait wake walk wall want warm wash wave weak wear week well went were west what when whom wide wife wild
will wind wine wing wire wish with wood word work worn yard year your zero zone
"""

# Headings of MeSH, mostly of behaviour and feeling, and general words of disease.
LONGER_WORDS = """
adaptation affect affects aggression anger attitude attitudes behavior bends boredom bravery bullying cadaver chemotaxis
communication complication complications conflict consumption contusion corpse courage crying death deception depth
disease diseases disgust disorder disorders divorce drinking eating embarrassment emotion emotions empathy euphoria
exposure facies fainting family fasting fatality feeding fetus freezing frustration gagging gesture gestures grooming
growth guilt habit habits handling happiness heroism hostility illness imitation infarct inflammation injuries injury
instinct interaction irritation jealousy jogging kissing lactation language laughter learning lesion lesions literacy
loneliness masculinity motivation movement mutation necrosis nursing orientation panic parity pathology plague play
pleasure poison poisoning predation pregnant prejudice projection racism reaction reactions recurrence regression
rejection relapse repression reproduction risk role rupture sadness sexism shame shock shyness sickness silence smiling
social speaking speech spite stigma strain stress stroking submission suffering symptom symptoms syndrome syndromes
tartar teasing tension thirst touching toxicity tracking training trauma traumas trust tumbling urination violence
voice walking weaning weight wound wounds writing
"""

EVERYDAY = frozenset((SHORT_WORDS + LONGER_WORDS).split()) - {"aids", "copd", "pain", "rash"} | {"aid"}
