# Texts of: communique.
# The list.
communiques-intro = Эсеп негизделген тексттер, адегенде жаңылары
communiques-empty = Азырынча бир да текст киргизилген эмес. Биринчи коммюникени кошуңуз: кызматкер ырастагандан кийин анын үзүндүлөрү милдеттенмеге айланат.
communiques-title = Аталышы
communiques-date = Жарыяланган күнү
communiques-kind = Түрү
communiques-tier = Окуяга жакындыгы
communiques-review = Кароо
communiques-older = Мурунку тексттер

# How far the reading of a text has come.
review-in_review = Каралууда
review-finished = Кароо аяктады
review-not_needed = Кароодо эмес

# Entering a text.
entry-intro = Жарыяланган сөздөрдү өзгөртпөй коюңуз. Үзүндүнү белгилеп, ырастамайынча эсепке эч нерсе кирбейт.
entry-text = Текст
entry-text-hint = 300 000 белгиге чейин. Боштуктары башкача болсо да, ошол эле текст таанылат.
entry-file = Же файл
entry-file-hint = UTF-8 коддоосундагы тексттик файл. Файл тандалса, жогорудагы талаанын ордуна ошол алынат.
entry-language = Тексттин тили
entry-title = Аталышы
entry-kind = Түрү
entry-tier = Окуяга жакындыгы
entry-publisher = Ким жарыялады
entry-publisher-hint = Министрлик, агенттик же гезит: өзүн кандай атаса, ошондой.
entry-date = Жарыяланган күнү
entry-date-hint = Күнү, айы же жылы: 15.03.2026, 03.2026, 2026. Так эмес болсо: 2026-03~.
entry-url = Интернеттеги дареги
entry-cancel = Жокко чыгаруу

# Reading a text.
review-intro = Үзүндүлөрдү белгилеп, ар бири кимди эмнеге милдеттендирерин чечиңиз. Эсепке сиз ырастаган нерсе гана кирет.
review-text = Документтин тексти
review-passages = Белгиленген үзүндүлөр
review-passage = үзүндү
review-progress = Чечилбегени: { $open } / { $all }
review-finish = Кароону аяктоо
review-take-up = Кароону улантуу
review-known = Бул текст реестрде бар. Ал кайра киргизилген жок.
review-stale = Ушул убакта үзүндүнү башка кызматкер өзгөрттү. Азыр сакталганы форманын үстүндө, ал эми формада сиз киргизген маалымат турат.
review-empty = Азырынча үзүндү белгиленген жок. Биринчисин төмөндө белгилеңиз.
review-none = Бул баракта үзүндүлөр белгиленген эмес. Текстке эмне негизделгенин жогорудагы баскыч көрсөтөт.
mark-passage = Жаңы үзүндү
mark-hint = Тексттеги сөздөрдү бөлүп көрсөтүңүз же бул жерге өзгөртпөй коюңуз.
mark-submit = Үзүндүнү белгилөө

# A marked passage and its form.
draft_state-open = чечилбеген
draft_state-confirmed = ырасталды
draft_state-rejected = четке кагылды
draft-confirm = Ырастоо
draft-reject = Четке кагуу
draft-edit = Өзгөртүү
draft-save = Сактоо
draft-reopen = Кайра чечүү
draft-kind = Үзүндү эмне жөнүндө
draft-commitment = Кимдир бирөө бир ишти милдетине алат же талкуулайт
draft-indicator = Билдирилген сан
draft-what = Эмне, бир нече сөз менен
draft-partner = Өнөктөш
draft-topic = Тема
draft-owes = Ким милдеттүү
draft-to = Кимдин алдында
draft-nobody = Текстте аталган эмес
draft-quantity = Канча
draft-value = Мааниси
draft-unit = Бирдиги
draft-per = Канчалык тез-тез
draft-by = Мөөнөтү
draft-date-hint = Мисалы: 31.12.2026, 03.2026, 2030 же 2025/2026.
draft-stage = Сөздөрдүн бекемдиги
draft-no-stage = баскыч тандалган эмес
draft-restates = Кайталайт
draft-new = Жаңы милдеттенме
draft-measure = Эмне ченелген
draft-measure-hint = Тизмедеги код же кичине латын тамгалары менен өз кодуңуз, жыл сайын бирдей.
draft-period = Мезгил же күн
draft-subject = Сан кайсы өлкө жөнүндө
draft-origin = Кимдин адамдары же өнүмдөрү
draft-against = Эмне менен салыштырылат
draft-against-none = Эч бир милдеттенме менен
draft-note = Эскертүү
draft-choose = Тандаңыз
draft-none-stated = Көрсөтүлгөн эмес
draft-not-given = Толтурулган эмес
draft-counts = Мындай сөздөр убада катары эсептелет.
draft-not-counted = Мындай сөздөр эч кимди милдеттендирбейт. Алар көрсөтүлөт, бирок убада катары эсептелбейт.
draft-became-commitment = Милдеттенмени ачуу
draft-became-figure = Билдирилген санды ачуу

# Verbs by which a stage is known.
verbs-S0 = жол-жөнөкөй, фон катары
verbs-S1 = талкуулады, талкууланды, карап чыкты
verbs-S2 = кызыгуусун билдирди, сураган, чакырды
verbs-S3 = сунуштады
verbs-S4 = пландалууда, күтүлүүдө, маселени иштеп чыгуу
verbs-S5 = макулдашты
verbs-S6 = саны жана мөөнөтү жөнүндө макулдашты
verbs-S7 = кол койду, кол коюлган
verbs-S8 = ратификациялады, күчүнө кирди, каражат бөлүндү

# Measures that are offered.
measure-treated = дарыланган пациенттер
measure-operated = операция жасалган пациенттер
measure-trained = окутулган адамдар
measure-places_used = пайдаланылган орундар
measure-applications = түшкөн арыздар
measure-registered_medicines = катталган дары каражаттары
measure-registered_devices = катталган медициналык буюмдар
measure-beds = керебеттер
measure-members = катышуучулар

# The page of a source.
source-intro = Эмне жарыяланды жана эсепке андан эмне алынды
source-original = Жарыялоочунун барагында
source-entered = Киргизилди
source-hash = Изи
source-rendering = Төмөнкү текст – жарыялоочунун сөзү эмес, айтылгандын биздин баяныбыз.
source-quotes-only = Толук текст жарыялоочуга таандык. Бул жерде эсеп негизделген үзүндүлөр келтирилген.
source-rests = Бул булакка эмне негизделген
source-rests-none = Азырынча эсептеги эч нерсе бул булакка негизделген эмес.
source-review = Кароо барагын ачуу
source-commitment = Милдеттенме
source-figure = Билдирилген сан
source-conflict = Булактар дал келбейт

# Drafts that the engine proposes.
proposal-ask = Долбоорлорду сунуштоо
proposal-added = { $n ->
    [one] { $n } долбоор сунушталды. Ал сиз ырастагандан кийин гана эсепке кирет.
   *[other] { $n } долбоор сунушталды. Ар бири сиз ырастагандан кийин гана эсепке кирет.
}
proposal-none = Сунуштай турган жаңы эч нерсе табылган жок. Текстти окуп, жетишпегенин белгилеңиз.
proposal-tag = программа сунуштаган
proposal-basis = Сунуш эмнеге негизделген
proposal-words = Чечүүчү сөздөр
proposal-read-as = Кандай окулду
proposal-delivery = Текст боюнча аткарылышы
proposal-rows = Сөздүктүн саптары
proposal-also = Дагы айтылган жери
proposal-candidates = Аныкталган жок. Мүмкүн болгондору: { $list }
told_delivery-delivered = аткарылды
told_delivery-underway = аткарылууда
told_delivery-suspended = токтотулду
predicate-discuss = талкуу
predicate-interest = кызыгуу
predicate-request = өтүнүч
predicate-propose = сунуш
predicate-intend = ниет же даярдык
predicate-plan = план же күтүү
predicate-agree = макулдашуу
predicate-provide = документтин жобосу
predicate-approve = бекитүү же чечим
predicate-sign = кол коюу
predicate-in_force = күчүнө кирүү
predicate-run = жүрүп жаткан иш
predicate-do = иш-аракет
predicate-attend = катышуу
predicate-stop = токтотуу
predicate-need = зарылдык же маанилүүлүк
predicate-state = абал
predicate-report = билдирүү
source-before = Мурунку бөлүгү
source-next = Кийинки бөлүгү
