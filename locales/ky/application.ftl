# Applications to calls.
thing-application = Билдирме
entry-application_submitted = Билдирме жөнөтүлдү
entry-application_replaced = Билдирме кайра жөнөтүлдү
entry-application_supplemented = Документтер кошулду
entry-application_returned = Билдирме оңдоого кайтарылды
entry-application_judged = Жөнөтүүчү тараптын чечими
entry-application_host_verified = Кабыл алуучу тарап кабыл алды
entry-application_host_refused = Кабыл алуучу тарап четке какты
entry-application_withdrawn = Билдирме кайра алынды
entry-application_restored = Кайра алуу жокко чыгарылды

# What an application is now.
application_stage-submitted = Жөнөтүлдү
application_stage-correction = Оңдоого кайтарылды
application_stage-eligible = Комиссиянын кароосунда
application_stage-ineligible = Кабыл алынган жок
application_stage-nominated = Кабыл алуучу тарапта
application_stage-returned = Кабыл алуучу тарап оңдоого кайтарды
application_stage-verified = Кабыл алуучу тарап кабыл алды
application_stage-refused = Кабыл алуучу тарап четке какты
application_stage-not_selected = Көрсөтүлгөн жок
application_stage-withdrawn = Кайра алынды

# Who acts next, and what the reader can do: for the applicant, for an officer, for the host’s side.
application_next-applicant-submitted = Министрликтин кызматкери документтериңизди текшерет. Сизден эч нерсе талап кылынбайт. Кабыл алуу ачык турганда жөнөтүлгөндү өзгөртсө болот.
application_next-applicant-correction = Кезек сизде: төмөндө саналганды оңдоп, көрсөтүлгөн мөөнөткө чейин кайра жөнөтүңүз. Андан кийин билдирме кабыл алынбайт.
application_next-applicant-eligible = Комиссия кимди көрсөтүүнү чечет. Экинчи топтогу жетпеген документтерди ага чейин кошуу керек.
application_next-applicant-ineligible = Билдирме мындан ары каралбайт. Себеби төмөндө көрсөтүлгөн.
application_next-applicant-nominated = Сиз көрсөтүлдүңүз. Кабыл алуучу тарап билдирмени текшерет. Тандооңуздун иретин ал көрбөйт.
application_next-applicant-returned = Кезек сизде: кабыл алуучу тарап төмөндө саналганды көрсөтүлгөн мөөнөткө чейин оңдоону суранат.
application_next-applicant-verified = Кабыл алуучу тарап сизди кабыл алат. Орундар конкурстун эрежеси боюнча, анда көрсөтүлгөн күнү бөлүштүрүлөт.
application_next-applicant-refused = Кабыл алуучу тарап билдирмени кабыл алган жок. Себеби төмөндө көрсөтүлгөн.
application_next-applicant-not_selected = Бул жолу сиз көрсөтүлгөн жоксуз. Себеби төмөндө көрсөтүлгөн.
application_next-applicant-withdrawn = Сиз билдирмени кайра алдыңыз. 24 сааттын ичинде муну жокко чыгарса болот.
application_next-officer-submitted = Кезек сизде: документтерди конкурстун эрежелери боюнча текшериңиз.
application_next-officer-correction = Арыз ээси оңдоп жатат. Кайра жөнөтүлгөнгө же мөөнөт өткөнгө чейин эч нерсе кылуунун кереги жок.
application_next-officer-eligible = Кезек сизде: көрсөтүңүз же эмне үчүн жок экенин жазыңыз.
application_next-officer-ineligible = Мындан ары каралбайт.
application_next-officer-nominated = Кабыл алуучу тарап текшерет.
application_next-officer-returned = Арыз ээси кабыл алуучу тарап үчүн оңдоп жатат.
application_next-officer-verified = Орундарды бөлүштүрүүнү күтөт.
application_next-officer-refused = Кабыл алуучу тарап кабыл алган жок.
application_next-officer-not_selected = Мындан ары каралбайт.
application_next-officer-withdrawn = Арыз ээси билдирмени кайра алды, 24 сааттын ичинде жокко чыгара алат.
application_next-host-nominated = Кезек сизде: кабыл алыңыз, кайтарыңыз же себебин көрсөтүп четке кагыңыз.
application_next-host-returned = Арыз ээси оңдоп жатат.
application_next-host-verified = Сиз кабыл алдыңыз. Орундар конкурстун эрежеси боюнча бөлүштүрүлөт.
application_next-host-refused = Сиз четке кактыңыз.
application_next-host-ineligible = Мөөнөтүндө оңдолгон жок.
application_next-host-withdrawn = Арыз ээси билдирмени кайра алды.

# Why not.
application_reason-rules = Конкурстун эрежеси аткарылган эмес
application_reason-documents = Документ талап кылынганды ырастабайт
application_reason-identity = Инсандыгын аныктоого мүмкүн эмес
application_reason-employer = Иш берүүчү колдобойт
application_reason-order = Жарыяланган критерийлер боюнча башкалар алдыда
application_reason-capacity = Кабыл алуучу уюмдун мүмкүнчүлүгү жок
application_reason-profile = Даярдык программага туура келбейт
application_reason-other = Башка себеп

# Rules that say no.
refusal-application-all-refused = Эгер бир да орун калбаса, билдирмени четке кагып, себебин жазыңыз.
refusal-application-answers-missing = Конкурстун суроолоруна жооп бериңиз: ансыз эрежелер аткарылганын айтууга болбойт.
refusal-application-choice-twice = Бир орун эки жолу көрсөтүлгөн. Бирөөнү калтырыңыз.
refusal-application-choice-unknown = Тандалган орун конкурста жок. Тизмеден тандаңыз.
refusal-application-document-missing = «{ $name }» билдирме менен кошо берилет. Аны жүктөп, бул жерден тандаңыз.
refusal-application-document-there = Бул документ мурда жөнөтүлгөн же билдирме менен кошо берилиши керек болчу.
refusal-application-document-unreadable = «{ $name }» үчүн тандалган файл жок же окулбайт. Аны кайра жүктөңүз.
refusal-application-due-passed = Оңдоо мөөнөтү өтүп кетти.
refusal-application-due-past = Келечектеги күндү жана убакытты көрсөтүңүз.
refusal-application-forgotten = Арыз ээсинин маалыматы өчүрүлгөн. Ал жөнүндө мындан ары эч нерсе жазылбайт.
refusal-application-judgement-unknown = Чечимди тизмеден тандаңыз.
refusal-application-loops-over = Билдирме { $most } жолу кайтарылган. Бар нерсеге карап чечиңиз.
refusal-application-no-choice = Жок дегенде бир орун тандаңыз.
refusal-application-no-consent = Билдирменин { $country } өлкөсүнө жөнөтүлүшүнө макулдук бериңиз: сиз тандаган уюм ошол жакта.
refusal-application-holds-place = Сизде мурунку турдан алынган орун бар. Бул турга билдирме берүүдөн мурун андан баш тартыңыз.
refusal-application-not-here = Азыр бул чечимди кабыл алууга болбойт: билдирме кайда экенин караңыз.
refusal-application-not-open = Жөнөтүлгөндү азыр өзгөртүүгө болбойт.
refusal-application-not-sent = Билдирме жөнөтүүдөн башталат.
refusal-application-not-withdrawn = Билдирме кайра алынган эмес.
refusal-application-over = Билдирменин каралышы бүткөн, кайра ала турган нерсе жок.
refusal-application-reason-unknown = Себебин тизмеден тандаңыз.
refusal-application-rule-fails = Сиздин жооптор боюнча бул эреже аткарылган эмес: «{ $rule }».
refusal-application-sent-already = Билдирме мурда эле жөнөтүлгөн.
refusal-application-soft-missing = «{ $name }» көрсөтүүгө чейин болушу керек.
refusal-application-undo-over = Кайра алууну 24 сааттын ичинде жокко чыгарса болот. Ал убакыт өттү.
refusal-application-withdrawn = Билдирме кайра алынган.
refusal-call-not-open = Азыр бул конкурс боюнча билдирмелер кабыл алынбайт.
refusal-country-unknown = Өлкөнү тизмеден тандаңыз.
refusal-document-broken = Файл ортосунан үзүлгөн. Аны кайра жүктөңүз.
refusal-document-empty = Бош эмес файлды тандаңыз.
refusal-document-kind = PDF, JPEG жана PNG гана кабыл алынат. Файлдын аты эмес, мазмуну маанилүү.
refusal-document-locked = PDF сырсөз сурайт, аны эч ким окуй албайт. Сырсөзсүз сактаңыз.
refusal-document-too-large = Файл { $most } МБдан чоң. Сүрөттү төмөнүрөөк сапатта тартыңыз.
refusal-documents-full = { $most } файл сакталып турат. Кереги жогун өчүрүңүз.
refusal-name-not-latin = Атын паспорттогудай латын тамгалары менен жазыңыз.
refusal-region-unknown = Облусту тизмеден тандаңыз.
refusal-registry-unknown = Өз өлкөңүздү тизмеден тандаңыз.
refusal-role-applicant-fixed = Арыз ээсинин эсеби ролун өзгөртпөйт; кызматкерге башка эсеп ачыңыз.

# Decisions of the sending side.
application_home-eligible = Эрежелерге туура келет
application_home-ineligible = Эрежелерге туура келбейт
application_home-nominated = Көрсөтүлдү
application_home-not_selected = Көрсөтүлгөн жок

# Own pages.
nav-my = Менин билдирмелерим
my-title = Менин билдирмелерим
my-lead = Эмнени жөнөттүңүз, эмнени баштадыңыз жана азыр кайсы конкурстар ачык.
my-sent = Жөнөтүлгөндөр
my-drafts = Башталган, жөнөтүлбөгөн
my-open = Ачык конкурстар
my-own = Сиздин маалыматыңыз
my-none = Азырынча эч нерсе жок.
my-profile = Профиль
my-profile-lead = Бул маалымат ар бир жаңы билдирмеге коюлат. Толук толтурбаса да болот.
my-documents = Документтер
my-documents-lead = Билдирмелер үчүн файлдар. Алар сиздин жеке ачкычыңыз менен шифрленген. Жаңы версия мурункусун өчүрбөйт.
my-export = Маалыматымдын көчүрмөсү
my-forget = Маалыматымды өчүрүү
my-forget-do = Биротоло өчүрүү
my-forget-lead = Ачкычыңыз жок кылынат: профилиңизди, документтериңизди жана билдирмелериңизди эч ким, көчүрмөдөн да, ача албайт. Муну кайтаруу мүмкүн эмес, каралып жаткан билдирмелер токтойт.
my-forget-name = Бул { $name } эсеби.

# Registering.
register-title = Арыз ээсин каттоо
register-lead = Электрондук дарек жана сырсөз керек. Экинчи факторду кийин кошсо болот.
register-country = Сиздин өлкөңүз
register-email-hint = Эсепти дарек менен сырсөз чогуу ачат, ошондуктан так ушундай жазыңыз.
register-do = Катталуу

# The person.
person-family = Фамилиясы, латын тамгалары
person-given = Аты, латын тамгалары
person-latin = Паспорттогу аты
person-latin-hint = Паспорттогудай.
person-own-name = Толук аты-жөнү өз жазууңузда
person-born = Туулган күнү
person-born-hint = Мисалы, 15.03.1996.
person-citizenship = Жарандыгы
person-region = Жашаган аймагы
person-employer = Иштеген жери
person-specialty = Диплом же сертификат боюнча адистиги
person-phone = Телефон
person-reuse-title = Кийинки билдирмелер
person-reuse = Профилди жаңы билдирмелерге коюу

# Documents.
document-file = Файл
document-file-hint = PDF, JPEG же PNG, 8 МБга чейин, бүтүн жөнөтүлөт: байланыш үзүлсө эч нерсе сакталбайт, кайра жөнөтүлөт.
document-upload = Документти сактоо
document-replaces = Ордуна
document-drop = Өчүрүү
document-earlier = мурунку версия
document-missing = жок
document-there = бар
document-which = Кайсы документ
document-own = Же сакталганы
document-own-hint = Адегенде аны «Документтер» бөлүмүнө жүктөңүз.

# Choices.
choice-add = Орун
choice-add-do = Тизмеге кошуу
choice-up = Жогору
choice-down = Төмөн
choice-out = Алып салуу
choice-gone = Бул орун конкурста жок

# An application.
application-apply = Билдирме берүү
application-person = Арыз ээси
application-answers = Конкурстун суроолору
application-no-questions = Бул конкурста суроо жок.
application-choices = Орундардын тартиби
application-choices-note = Эң каалаган орунду биринчи коюңуз. Кабыл алуучулар тартипти көрбөйт, жөнөтүү убактысы эч нерсеге таасир этпейт.
application-documents = Документтер
application-consents = Билдирме кайда жөнөтүлсө болот
application-consent = Билдирмемдин жөнөтүлүшүнө макулмун: { $country }
application-keep = Сактоо
application-kept = Сакталды, бирок али жөнөтүлө элек.
application-call-closed = Азыр жаңы билдирмелер кабыл алынбайт.
application-send = Билдирмени жөнөтүү
application-send-note = Жогорудагынын баарын карап чыгыңыз: дал ушул жөнөтүлөт.
application-begin-note = Адегенде бир бөлүгүн сактаңыз, андан кийин жөнөтсө болот.
application-lacks = Жөнөтүлгөн жок: жогоруда саналганды оңдоңуз.
application-discard = Долбоорду өчүрүү
application-by = Мөөнөтү: { $at }.
application-size = { $kb } КБ
application-inside = Жетекчилик үчүн: { $text }
application-inside-label = Жетекчилик үчүн; арыз ээси көрбөйт
application-made-up = Көрсөтүү үчүн ойлоп табылган: мындай адам жок.
application-erased = Адамдын маалыматы өчүрүлгөн: жөнөтүлгөндү эч ким окуй албайт.
application-erased-name = Маалымат өчүрүлгөн
application-as-host = Кабыл алуучу тарап көргөндөй
application-as-host-note = Көрсөтүлгөндөн кийин кабыл алуучу тарап ушуну көрөт. Тандооңуздун тартиби мында жок.
application-back = Билдирмеге кайтуу
application-mend = Оңдоо
application-change = Жөнөтүлгөндү өзгөртүү
application-mend-lead = Жөнөтүлгөндөн долбоор түзүлөт. Кайра жөнөткөнгө чейин эч нерсе өзгөрбөйт.
application-supplement = Документ кошуу
application-supplement-lead = Кийин берилүүчү документтер ушул жерден кошулат; калганы өзгөрбөйт.
application-withdraw = Кайра алуу
application-withdraw-lead = Каралышы токтойт. 24 сааттын ичинде жокко чыгарса болот.
application-restore = Кайра алууну жокко чыгаруу
application-restore-lead = Каралышы токтогон жеринен улантылат.
application-judge = Чечим
application-judge-lead = Четке кагууда себеби жана арыз ээсине текст керек.
application-decision = Чечим
application-return = Оңдоого кайтаруу
application-return-lead = Эки жолудан көп эмес, ар бир жолу тизме жана мөөнөт менен.
application-verify = Кабыл алуу
application-verify-lead = Орундар кийин конкурстун эрежеси боюнча бөлүштүрүлөт.
application-refuse = Четке кагуу
application-refuse-lead = Арыз ээси себебин жана текстиңизди окуйт.
application-reason = Себеби
application-reason-hint = Четке кагууда гана.
application-told = Арыз ээсине
application-told-hint = Четке кагууда милдеттүү.
application-defects = Эмнени оңдоо керек
application-defects-hint = Ар бир сапка бирден.
application-due = Мөөнөтү
application-due-hint = { $zone } сааты боюнча күн жана убакыт, мисалы 15.03.2026 18:00.
application-refused-seats = Уюм кабыл албаган орундар
application-refused-seats-hint = Бардык орунга кабыл алуу үчүн бош калтырыңыз.
applications-title = Билдирмелер
applications-lead = Кокустан берилген дүмүрчөк номерлери боюнча: жөнөтүү убактысы эч нерсеге таасир этпейт.
applications-csv = CSV таблица
applications-xlsx = XLSX таблица
applications-more = Андан ары

# The receipt.
receipt-title = Дүмүрчөк
receipt-number = Номери
receipt-sent = Акыркы жөнөтүү
receipt-content = Жөнөтүлгөн
receipt-terms = Кабыл алынган шарттар
receipt-note = Журнал бул хештерди сактайт, күн сайынкы мөөрлөр аларды бекитет: маалыматыңыздын көчүрмөсү боюнча эч нерсе өзгөрбөгөнүн каалаган адам текшере алат. Баракты басып чыгарыңыз.

# Refusals of these pages.
refusal-document-which-unknown = Кайсы документ экенин тандаңыз.

# Барактын сценарийи терилгенди сактап, файл жөнөтүп жатканда айтканы; убакыт, көлөм жана башкасын өзү коёт.
applying-kept = Өзү сакталды, убактысы: { $time }.
applying-unkept = Али сактала элек: байланыш жок. Аракет өзү кайталанат, баракты жаппаңыз.
applying-file = { $name }: { $size } КБ, SHA-256 { $sha256 }
applying-part = { $size } КБ ичинен { $done } КБ жөнөтүлдү.
applying-broken = Байланыш үзүлдү: { $size } КБ ичинен { $done } КБ жөнөтүлдү. Баскычты кайра басыңыз же башка күнү ошол эле файлды тандаңыз: жөнөтүү ушул жерден уланат.
applying-hint = PDF, JPEG же PNG, 8 МБга чейин. Байланыш үзүлсө, ошол эле файлды кайра тандаңыз: жөнөтүү улантылат. Келген бөлүгү жети күн сакталат.
applying-move = Жылдыруу: сүйрөңүз же жебе баскычтарын басыңыз
refusal-upload-hash = Келген файл билдирилген файл эмес. Аны кайра тандаңыз.
refusal-upload-not-whole = Файлдын { $size } байтынын { $received } байты келди. Калганын жөнөтүңүз.
refusal-upload-part-size = Файлдын бөлүгү 1 КБдан { $most } КБга чейин жана файлдын аягынан ашпайт.
refusal-uploads-full = Жөнөтүлүп жаткан файлдардын саны: { $most }. Адегенде ошолорду бүтүрүңүз же жети күн күтүңүз.
