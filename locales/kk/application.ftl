# Applications to calls.
thing-application = Өтінім
entry-application_submitted = Өтінім жіберілді
entry-application_replaced = Өтінім қайта жіберілді
entry-application_supplemented = Құжаттар қосылды
entry-application_returned = Өтінім түзетуге қайтарылды
entry-application_judged = Жіберуші тараптың шешімі
entry-application_host_verified = Қабылдаушы тарап қабылдады
entry-application_host_refused = Қабылдаушы тарап қабылдамады
entry-application_withdrawn = Өтінім кері алынды
entry-application_restored = Кері алу жойылды

# What an application is now.
application_stage-submitted = Жіберілді
application_stage-correction = Түзетуге қайтарылды
application_stage-eligible = Комиссияның қарауында
application_stage-ineligible = Жіберілмеді
application_stage-nominated = Қабылдаушы тарапта
application_stage-returned = Қабылдаушы тарап түзетуге қайтарды
application_stage-verified = Қабылдаушы тарап қабылдады
application_stage-refused = Қабылдаушы тарап қабылдамады
application_stage-not_selected = Ұсынылмады
application_stage-withdrawn = Кері алынды

# Who acts next, and what the reader can do: for the applicant, for an officer, for the host’s side.
application_next-applicant-submitted = Министрлік қызметкері құжаттарыңызды тексереді. Сізден ештеңе талап етілмейді. Қабылдау ашық кезде жіберілгенді өзгертуге болады.
application_next-applicant-correction = Кезек сізде: төменде аталғанды түзетіп, көрсетілген мерзімге дейін қайта жіберіңіз. Одан кейін өтінім жіберілмейді.
application_next-applicant-eligible = Комиссия кімді ұсынатынын шешеді. Екінші топтағы жетіспейтін құжаттарды оған дейін қосу керек.
application_next-applicant-ineligible = Өтінім әрі қарай қаралмайды. Себебі төменде көрсетілген.
application_next-applicant-nominated = Сіз ұсынылдыңыз. Қабылдаушы тарап өтінімді тексереді. Таңдауыңыздың ретін ол көрмейді.
application_next-applicant-returned = Кезек сізде: қабылдаушы тарап төменде аталғанды көрсетілген мерзімге дейін түзетуді сұрайды.
application_next-applicant-verified = Қабылдаушы тарап сізді қабылдайды. Орындар конкурс ережесі бойынша, онда көрсетілген күні бөлінеді.
application_next-applicant-refused = Қабылдаушы тарап өтінімді қабылдамады. Себебі төменде көрсетілген.
application_next-applicant-not_selected = Бұл жолы сіз ұсынылмадыңыз. Себебі төменде көрсетілген.
application_next-applicant-withdrawn = Сіз өтінімді кері алдыңыз. 24 сағат ішінде мұны жоюға болады.
application_next-officer-submitted = Кезек сізде: құжаттарды конкурс ережелері бойынша тексеріңіз.
application_next-officer-correction = Өтініш беруші түзетіп жатыр. Қайта жіберілгенше немесе мерзім өткенше ештеңе істеудің қажеті жоқ.
application_next-officer-eligible = Кезек сізде: ұсыныңыз немесе неге жоқ екенін жазыңыз.
application_next-officer-ineligible = Әрі қарай қаралмайды.
application_next-officer-nominated = Қабылдаушы тарап тексереді.
application_next-officer-returned = Өтініш беруші қабылдаушы тарап үшін түзетіп жатыр.
application_next-officer-verified = Орындардың бөлінуін күтеді.
application_next-officer-refused = Қабылдаушы тарап қабылдамады.
application_next-officer-not_selected = Әрі қарай қаралмайды.
application_next-officer-withdrawn = Өтініш беруші өтінімді кері алды, 24 сағат ішінде жоя алады.
application_next-host-nominated = Кезек сізде: қабылдаңыз, қайтарыңыз немесе себебін көрсетіп қабылдамаңыз.
application_next-host-returned = Өтініш беруші түзетіп жатыр.
application_next-host-verified = Сіз қабылдадыңыз. Орындар конкурс ережесі бойынша бөлінеді.
application_next-host-refused = Сіз қабылдамадыңыз.
application_next-host-ineligible = Мерзімінде түзетілмеді.
application_next-host-withdrawn = Өтініш беруші өтінімді кері алды.

# Why not.
application_reason-rules = Конкурс ережесі орындалмаған
application_reason-documents = Құжат талап етілгенді растамайды
application_reason-identity = Жеке басын анықтау мүмкін емес
application_reason-employer = Жұмыс беруші қолдамайды
application_reason-order = Жарияланған критерийлер бойынша басқалар алда
application_reason-capacity = Қабылдаушы ұйымның мүмкіндігі жоқ
application_reason-profile = Дайындық бағдарламаға сай келмейді
application_reason-other = Басқа себеп

# Rules that say no.
refusal-application-all-refused = Егер бірде-бір орын қалмаса, өтінімді қабылдамай, себебін жазыңыз.
refusal-application-answers-missing = Конкурс сұрақтарына жауап беріңіз: онсыз ережелер орындалғанын айту мүмкін емес.
refusal-application-choice-twice = Бір орын екі рет көрсетілген. Біреуін қалдырыңыз.
refusal-application-choice-unknown = Таңдалған орын конкурста жоқ. Тізімнен таңдаңыз.
refusal-application-document-missing = «{ $name }» өтініммен бірге беріледі. Оны жүктеп, осы жерден таңдаңыз.
refusal-application-document-there = Бұл құжат бұрын жіберілген немесе өтініммен бірге берілуі тиіс еді.
refusal-application-document-unreadable = «{ $name }» үшін таңдалған файл жоқ немесе оқылмайды. Оны қайта жүктеңіз.
refusal-application-due-passed = Түзету мерзімі өтіп кетті.
refusal-application-due-past = Алдағы күн мен уақытты көрсетіңіз.
refusal-application-forgotten = Өтініш берушінің деректері жойылған. Ол туралы енді ештеңе жазылмайды.
refusal-application-judgement-unknown = Шешімді тізімнен таңдаңыз.
refusal-application-loops-over = Өтінім { $most } рет қайтарылған. Барына қарап шешіңіз.
refusal-application-no-choice = Кемінде бір орын таңдаңыз.
refusal-application-no-consent = Өтінімнің { $country } еліне жіберілуіне келісім беріңіз: сіз таңдаған ұйым сонда.
refusal-application-holds-place = Сізде алдыңғы турдан алынған орын бар. Бұл турға өтінім бермес бұрын одан бас тартыңыз.
refusal-application-not-here = Қазір бұл шешімді қабылдауға болмайды: өтінім қайда екенін қараңыз.
refusal-application-not-open = Жіберілгенді қазір өзгертуге болмайды.
refusal-application-not-sent = Өтінім жіберуден басталады.
refusal-application-not-withdrawn = Өтінім кері алынбаған.
refusal-application-over = Өтінімді қарау аяқталған, кері алатын ештеңе жоқ.
refusal-application-reason-unknown = Себебін тізімнен таңдаңыз.
refusal-application-rule-fails = Жауаптарыңыз бойынша мына ереже орындалмаған: «{ $rule }».
refusal-application-sent-already = Өтінім бұрын жіберілген.
refusal-application-soft-missing = «{ $name }» ұсынуға дейін болуы тиіс.
refusal-application-undo-over = Кері алуды 24 сағат ішінде жоюға болады. Ол уақыт өтті.
refusal-application-withdrawn = Өтінім кері алынған.
refusal-call-not-open = Қазір бұл конкурс бойынша өтінімдер қабылданбайды.
refusal-country-unknown = Елді тізімнен таңдаңыз.
refusal-document-broken = Файл ортасынан үзілген. Оны қайта жүктеңіз.
refusal-document-empty = Бос емес файлды таңдаңыз.
refusal-document-kind = Тек PDF, JPEG және PNG қабылданады. Файлдың аты емес, мазмұны маңызды.
refusal-document-locked = PDF құпиясөз сұрайды, оны ешкім оқи алмайды. Құпиясөзсіз сақтаңыз.
refusal-document-too-large = Файл { $most } МБ-тан үлкен. Суретті төменірек сапада түсіріңіз.
refusal-documents-full = { $most } файл сақтаулы. Керегі жоғын жойыңыз.
refusal-name-not-latin = Атын паспорттағыдай латын әріптерімен жазыңыз.
refusal-region-unknown = Облысты тізімнен таңдаңыз.
refusal-registry-unknown = Өз еліңізді тізімнен таңдаңыз.
refusal-role-applicant-fixed = Өтініш берушінің тіркелгісі рөлін өзгертпейді; қызметкерге басқасын ашыңыз.

# Decisions of the sending side.
application_home-eligible = Ережелерге сай
application_home-ineligible = Ережелерге сай емес
application_home-nominated = Ұсынылды
application_home-not_selected = Ұсынылмады

# Own pages.
nav-my = Менің өтінімдерім
my-title = Менің өтінімдерім
my-lead = Не жібердіңіз, не бастадыңыз және қазір қай конкурстар ашық.
my-sent = Жіберілгендер
my-drafts = Басталған, жіберілмеген
my-open = Ашық конкурстар
my-own = Сіздің деректеріңіз
my-none = Әзірге ештеңе жоқ.
my-profile = Профиль
my-profile-lead = Бұл деректер әр жаңа өтінімге қойылады. Толық толтырмаса да болады.
my-documents = Құжаттар
my-documents-lead = Өтінімдерге арналған файлдар. Олар сіздің жеке кілтіңізбен шифрланған. Жаңа нұсқа бұрынғысын жоймайды.
my-export = Деректерімнің көшірмесі
my-forget = Деректерімді жою
my-forget-do = Біржола жою
my-forget-lead = Кілтіңіз жойылады: профиліңізді, құжаттарыңызды және өтінімдеріңізді ешкім, көшірмеден де, аша алмайды. Мұны қайтару мүмкін емес, қаралып жатқан өтінімдер тоқтайды.
my-forget-name = Бұл { $name } тіркелгісі.

# Registering.
register-title = Өтініш берушіні тіркеу
register-lead = Электрондық мекенжай мен құпиясөз керек. Екінші факторды кейін қосуға болады.
register-country = Сіздің еліңіз
register-email-hint = Тіркелгіні мекенжай мен құпиясөз бірге ашады, сондықтан дәл осылай жазыңыз.
register-do = Тіркелу

# The person.
person-family = Тегі, латын әріптерімен
person-given = Аты, латын әріптерімен
person-latin = Паспорттағы аты
person-latin-hint = Паспорттағыдай.
person-own-name = Толық аты-жөні өз жазуыңызда
person-born = Туған күні
person-born-hint = Мысалы, 15.03.1996.
person-citizenship = Азаматтығы
person-region = Тұратын өңірі
person-employer = Жұмыс орны
person-specialty = Диплом не сертификат бойынша мамандығы
person-phone = Телефон
person-reuse-title = Келесі өтінімдер
person-reuse = Профильді жаңа өтінімдерге қою

# Documents.
document-file = Файл
document-file-hint = PDF, JPEG немесе PNG, 8 МБ-қа дейін, тұтас жіберіледі: байланыс үзілсе ештеңе сақталмайды, қайта жіберіледі.
document-upload = Құжатты сақтау
document-replaces = Орнына
document-drop = Жою
document-earlier = бұрынғы нұсқа
document-missing = жоқ
document-there = бар
document-which = Қай құжат
document-own = Немесе сақталғаны
document-own-hint = Алдымен оны «Құжаттар» бөліміне жүктеңіз.

# Choices.
choice-add = Орын
choice-add-do = Тізімге қосу
choice-up = Жоғары
choice-down = Төмен
choice-out = Алып тастау
choice-gone = Бұл орын конкурста жоқ

# An application.
application-apply = Өтінім беру
application-person = Өтініш беруші
application-answers = Конкурс сұрақтары
application-no-questions = Бұл конкурста сұрақ жоқ.
application-choices = Орындар реті
application-choices-note = Ең қалаған орынды бірінші қойыңыз. Қабылдаушылар ретті көрмейді, жіберу уақыты ештеңеге әсер етпейді.
application-documents = Құжаттар
application-consents = Өтінімді қайда жіберуге болады
application-consent = Өтінімімнің жіберілуіне келісемін: { $country }
application-keep = Сақтау
application-kept = Сақталды, бірақ әлі жіберілген жоқ.
application-call-closed = Қазір жаңа өтінімдер қабылданбайды.
application-send = Өтінімді жіберу
application-send-note = Жоғарыдағының бәрін қарап шығыңыз: дәл осы жіберіледі.
application-begin-note = Алдымен бір бөлігін сақтаңыз, содан кейін жіберуге болады.
application-lacks = Жіберілген жоқ: жоғарыда аталғанды түзетіңіз.
application-discard = Жобаны жою
application-by = Мерзімі: { $at }.
application-size = { $kb } КБ
application-inside = Басшылыққа: { $text }
application-inside-label = Басшылыққа; өтініш беруші көрмейді
application-made-up = Көрсету үшін ойдан шығарылған: мұндай адам жоқ.
application-erased = Адамның деректері жойылған: жіберілгенді ешкім оқи алмайды.
application-erased-name = Деректер жойылған
application-as-host = Қабылдаушы тарап көретіндей
application-as-host-note = Ұсынылғаннан кейін қабылдаушы тарап осыны көреді. Таңдауыңыздың реті мұнда жоқ.
application-back = Өтінімге оралу
application-mend = Түзету
application-change = Жіберілгенді өзгерту
application-mend-lead = Жіберілгеннен жоба жасалады. Қайта жібергенше ештеңе өзгермейді.
application-supplement = Құжат қосу
application-supplement-lead = Кейін берілетін құжаттар осында қосылады; қалғаны өзгермейді.
application-withdraw = Кері алу
application-withdraw-lead = Қарау тоқтайды. 24 сағат ішінде жоюға болады.
application-restore = Кері алуды жою
application-restore-lead = Қарау тоқтаған жерінен жалғасады.
application-judge = Шешім
application-judge-lead = Бас тартуда себебі мен өтініш берушіге мәтін керек.
application-decision = Шешім
application-return = Түзетуге қайтару
application-return-lead = Екі реттен көп емес, әр жолы тізім мен мерзіммен.
application-verify = Қабылдау
application-verify-lead = Орындар кейін конкурс ережесі бойынша бөлінеді.
application-refuse = Қабылдамау
application-refuse-lead = Өтініш беруші себебі мен мәтініңізді оқиды.
application-reason = Себебі
application-reason-hint = Тек бас тартқанда.
application-told = Өтініш берушіге
application-told-hint = Бас тартқанда міндетті.
application-defects = Нені түзету керек
application-defects-hint = Әр жолға бір-бірден.
application-due = Мерзімі
application-due-hint = { $zone } сағаты бойынша күн мен уақыт, мысалы 15.03.2026 18:00.
application-refused-seats = Ұйым қабылдамайтын орындар
application-refused-seats-hint = Барлық орынға қабылдау үшін бос қалдырыңыз.
applications-title = Өтінімдер
applications-lead = Кездейсоқ берілген түбіртек нөмірлері бойынша: жіберу уақыты ештеңеге әсер етпейді.
applications-csv = CSV кесте
applications-xlsx = XLSX кесте
applications-more = Әрі қарай

# The receipt.
receipt-title = Түбіртек
receipt-number = Нөмірі
receipt-sent = Соңғы жіберу
receipt-content = Жіберілген
receipt-terms = Қабылданған шарттар
receipt-note = Журнал бұл хештерді сақтайды, күнделікті мөрлер оларды бекітеді: деректеріңіздің көшірмесі бойынша ештеңе өзгермегенін кез келген адам тексере алады. Бетті басып шығарыңыз.

# Refusals of these pages.
refusal-document-which-unknown = Қай құжат екенін таңдаңыз.

# Бет сценарийі терілгенді сақтап, файл жібергенде айтатыны; уақыт, көлем және басқасын өзі қояды.
applying-kept = Өздігінен сақталды, уақыты: { $time }.
applying-unkept = Әлі сақталған жоқ: байланыс жоқ. Әрекет өздігінен қайталанады, бетті жаппаңыз.
applying-file = { $name }: { $size } КБ, SHA-256 { $sha256 }
applying-part = { $size } КБ ішінен { $done } КБ жіберілді.
applying-broken = Байланыс үзілді: { $size } КБ ішінен { $done } КБ жіберілді. Түймені қайта басыңыз немесе басқа күні сол файлды таңдаңыз: жіберу осы жерден жалғасады.
applying-hint = PDF, JPEG немесе PNG, 8 МБ-қа дейін. Байланыс үзілсе, сол файлды қайта таңдаңыз: жіберу жалғасады. Келген бөлігі жеті күн сақталады.
applying-move = Жылжыту: сүйреңіз немесе көрсеткі пернелерді басыңыз
refusal-upload-hash = Келген файл хабарланған файл емес. Оны қайта таңдаңыз.
refusal-upload-not-whole = Файлдың { $size } байтының { $received } байты келді. Қалғанын жіберіңіз.
refusal-upload-part-size = Файлдың бөлігі 1 КБ-тан { $most } КБ-қа дейін және файлдың соңынан аспайды.
refusal-uploads-full = Жіберіліп жатқан файл саны: { $most }. Алдымен соларды аяқтаңыз немесе жеті күн күтіңіз.
