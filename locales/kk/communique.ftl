# Texts of: communique.
# The list.
communiques-intro = Есеп негізделген мәтіндер, алдымен жаңалары
communiques-empty = Әзірге бірде-бір мәтін енгізілмеген. Алғашқы коммюникені қосыңыз: қызметкер растағаннан кейін оның үзінділері міндеттемеге айналады.
communiques-title = Атауы
communiques-date = Жарияланған күні
communiques-kind = Түрі
communiques-tier = Оқиғаға жақындығы
communiques-review = Қарау
communiques-older = Бұрынғы мәтіндер

# How far the reading of a text has come.
review-in_review = Қаралуда
review-finished = Қарау аяқталды
review-not_needed = Қарауда емес

# Entering a text.
entry-intro = Жарияланған сөздерді өзгертпей қойыңыз. Үзіндіні белгілеп, растағаныңызша, есепке ештеңе енбейді.
entry-text = Мәтін
entry-text-hint = 300 000 таңбаға дейін. Бос орындары өзгеше болса да, сол мәтін танылады.
entry-file = Немесе файл
entry-file-hint = UTF-8 кодталған мәтіндік файл. Файл таңдалса, жоғарыдағы өрістің орнына сол алынады.
entry-language = Мәтін тілі
entry-title = Атауы
entry-kind = Түрі
entry-tier = Оқиғаға жақындығы
entry-publisher = Кім жариялады
entry-publisher-hint = Министрлік, агенттік немесе газет: өзін қалай атаса, солай.
entry-date = Жарияланған күні
entry-date-hint = Күні, айы немесе жылы: 15.03.2026, 03.2026, 2026. Нақты болмаса: 2026-03~.
entry-url = Интернеттегі мекенжайы
entry-cancel = Бас тарту

# Reading a text.
review-intro = Үзінділерді белгілеп, әрқайсысы кімді неге міндеттейтінін шешіңіз. Есепке тек сіз растаған нәрсе енеді.
review-text = Құжат мәтіні
review-passages = Белгіленген үзінділер
review-passage = үзінді
review-progress = Шешілмегені: { $open } / { $all }
review-finish = Қарауды аяқтау
review-take-up = Қарауды жалғастыру
review-known = Бұл мәтін тізілімде бар. Ол қайта енгізілмеді.
review-stale = Осы арада үзіндіні басқа қызметкер өзгертті. Қазір сақталғаны форманың үстінде, ал формада сіз енгізген мәлімет тұр.
review-empty = Әзірге үзінді белгіленген жоқ. Алғашқысын төменде белгілеңіз.
review-none = Бұл бетте үзінділер белгіленбеген. Мәтінге не негізделгенін жоғарыдағы түйме көрсетеді.
mark-passage = Жаңа үзінді
mark-hint = Мәтіндегі сөздерді ерекшелеңіз немесе осында өзгертпей қойыңыз.
mark-submit = Үзіндіні белгілеу

# A marked passage and its form.
draft_state-open = шешілмеген
draft_state-confirmed = расталды
draft_state-rejected = қабылданбады
draft-confirm = Растау
draft-reject = Қабылдамау
draft-edit = Өзгерту
draft-save = Сақтау
draft-reopen = Қайта шешу
draft-kind = Үзінді не туралы
draft-commitment = Біреу бір істі міндетіне алады немесе талқылайды
draft-indicator = Хабарланған сан
draft-what = Не, бірнеше сөзбен
draft-partner = Серіктес
draft-topic = Тақырып
draft-owes = Кім міндетті
draft-to = Кімнің алдында
draft-nobody = Мәтінде аталмаған
draft-quantity = Қанша
draft-value = Мәні
draft-unit = Бірлігі
draft-per = Қаншалықты жиі
draft-by = Мерзімі
draft-date-hint = Мысалы: 31.12.2026, 03.2026, 2030 немесе 2025/2026.
draft-stage = Сөздердің беріктігі
draft-no-stage = саты таңдалмаған
draft-restates = Қайталайды
draft-new = Жаңа міндеттеме
draft-measure = Не өлшенген
draft-measure-hint = Тізімдегі код немесе кіші латын әріптерімен өз кодыңыз, жыл сайын бірдей.
draft-period = Кезең немесе күн
draft-subject = Сан қай ел туралы
draft-origin = Кімнің адамдары немесе өнімдері
draft-against = Немен салыстырылады
draft-against-none = Ешбір міндеттемемен
draft-note = Ескертпе
draft-choose = Таңдаңыз
draft-none-stated = Көрсетілмеген
draft-not-given = Толтырылмаған
draft-counts = Мұндай сөздер уәде ретінде саналады.
draft-not-counted = Мұндай сөздер ешкімді міндеттемейді. Олар көрсетіледі, бірақ уәде ретінде саналмайды.
draft-became-commitment = Міндеттемені ашу
draft-became-figure = Хабарланған санды ашу

# Verbs by which a stage is known.
verbs-S0 = жол-жөнекей, аялық мәлімет ретінде
verbs-S1 = талқылады, талқыланды, қарастырды
verbs-S2 = қызығушылық танытты, сұрады, шақырды
verbs-S3 = ұсынды
verbs-S4 = жоспарлануда, күтілуде, мәселені пысықтау
verbs-S5 = келісті, уағдаласты
verbs-S6 = саны мен мерзімі туралы келісті
verbs-S7 = қол қойды
verbs-S8 = ратификациялады, күшіне енді, қаржы бөлінді

# Measures that are offered.
measure-treated = емделген пациенттер
measure-operated = операция жасалған пациенттер
measure-trained = оқытылған адамдар
measure-places_used = пайдаланылған орындар
measure-applications = түскен өтініштер
measure-registered_medicines = тіркелген дәрілік заттар
measure-registered_devices = тіркелген медициналық бұйымдар
measure-beds = төсектер
measure-members = қатысушылар

# The page of a source.
source-intro = Не жарияланды және есепке одан не алынды
source-original = Жариялаушының бетінде
source-entered = Енгізілді
source-hash = Таңба
source-rendering = Төмендегі мәтін – жариялаушының сөзі емес, айтылғанның біздің баяндауымыз.
source-quotes-only = Толық мәтін жариялаушыға тиесілі. Мұнда есеп негізделген үзінділер келтірілген.
source-rests = Осы дереккөзге не негізделген
source-rests-none = Әзірге есептегі ештеңе бұл дереккөзге негізделмеген.
source-review = Қарау бетін ашу
source-commitment = Міндеттеме
source-figure = Хабарланған сан
source-conflict = Дереккөздер сәйкес емес

# Drafts that the engine proposes.
proposal-ask = Жоба ұсыну
proposal-added = { $n ->
    [one] { $n } жоба ұсынылды. Ол есепке сіз растағаннан кейін ғана енеді.
   *[other] { $n } жоба ұсынылды. Әрқайсысы есепке сіз растағаннан кейін ғана енеді.
}
proposal-none = Ұсынатын жаңа ештеңе табылмады. Мәтінді оқып, жетіспейтінін белгілеңіз.
proposal-tag = бағдарлама ұсынған
proposal-basis = Ұсыныс неге негізделген
proposal-words = Шешуші сөздер
proposal-read-as = Қалай оқылды
proposal-delivery = Мәтін бойынша орындалуы
proposal-rows = Сөздік жолдары
proposal-also = Тағы айтылған жері
proposal-candidates = Анықталмады. Мүмкін нұсқалар: { $list }
told_delivery-delivered = орындалды
told_delivery-underway = орындалуда
told_delivery-suspended = тоқтатылды
predicate-discuss = талқылау
predicate-interest = қызығушылық
predicate-request = өтініш
predicate-propose = ұсыныс
predicate-intend = ниет немесе дайындық
predicate-plan = жоспар немесе күту
predicate-agree = уағдаластық
predicate-provide = құжаттың тармағы
predicate-approve = бекіту немесе шешім
predicate-sign = қол қою
predicate-in_force = күшіне ену
predicate-run = жүріп жатқан іс
predicate-do = іс-әрекет
predicate-attend = қатысу
predicate-stop = тоқтату
predicate-need = қажеттілік немесе маңыздылық
predicate-state = ахуал
predicate-report = хабар
source-before = Алдыңғы бөлігі
source-next = Келесі бөлігі
