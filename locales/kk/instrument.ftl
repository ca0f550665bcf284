# Instruments: from the first draft to the last day in force.
nav-instruments = Құжаттар
instruments-title = Халықаралық құжаттар
instruments-lead = Меморандумдар, келісімдер, хаттамалар мен жоспарлар. Құжаттың күшінде екені тараптардың әрекеттері бойынша есептеледі.
instruments-none = Сай құжат жоқ. Шарттардың бірін алып тастаңыз немесе ол туралы үзінді бойынша құжат енгізіңіз.
instruments-csv = Құжаттар CSV түрінде
instruments-iati = Қол қойылған құжаттар IATI 2.03 үшін (XML)
instrument-iia = Келісім орындарымен Erasmus Without Paper үлгісінде (XML)
agreements-title = Жарияланған құжаттар
agreements-lead = Тек жарияланған үзінділерге сүйенетіні. Құжаттың күшінде екені тараптардың әрекеттері бойынша есептеледі.
agreements-none = Әзірге ешбір құжат жарияланған жоқ.
agreements-all = Құжаттар
stands-in = Құжатта бекітілген
instrument-col-title = Құжат
instrument-kind = Түрі
instrument-level = Деңгейі
instrument-standing = Жай-күйі
instrument-dates = Күндер
instrument-filter-soon = 90 күн ішінде хабарлау мерзімі, аяқталуы не ұзартылуы
instrument-row-force = күшінде, басталуы: { $date }
instrument-row-signed = қол қойылды: { $date }
instrument-row-none = жазбада күні жоқ
instrument-row-notice = хабарлау мерзімі: { $date }
instrument-row-ends = тоқтатылады: { $date }
instrument-row-renews = ұзартылады: { $date }
instrument-row-differ = дереккөздер сәйкес емес
instrument-held-by = { $agency }, жауапсыз: { $days }
instrument-overdue-by = мерзімі өтті: { $days }
instrument-between = { $from } және { $to } аралығында

# What kind of document, between whom.
instrument_type-agreement = үкіметаралық келісім
instrument_type-interagency_agreement = ведомствоаралық келісім
instrument_type-memorandum = өзара түсіністік туралы меморандум
instrument_type-protocol = хаттама
instrument_type-plan = жол картасы немесе іс-қимыл жоспары
instrument_type-programme = бағдарлама немесе стратегия
instrument_type-statement = хат, бірлескен мәлімдеме немесе декларация
instrument_type-notes = ноталар алмасу
instrument_type-other = өзге құжат
instrument_level-state = мемлекетаралық
instrument_level-government = үкіметаралық
instrument_level-ministry = министрліктер арасында
instrument_level-agency = ведомстволар арасында
instrument_level-institution = мекемелер арасында

# Where it stands, in one word.
instrument_standing-prepared = дайындалуда
instrument_standing-drafted = жоба
instrument_standing-returned = ескертулермен қайтарылды
instrument_standing-in_approval = келісуде
instrument_standing-text_agreed = мәтінді екі тарап келісті
instrument_standing-initialled = парафталды
instrument_standing-approved_unsigned = мақұлданды, қол қойылмады
instrument_standing-partly_signed = бәрі қол қоймады
instrument_standing-signed = қол қойылды
instrument_standing-awaiting_ratification = ратификациялауды күтуде
instrument_standing-awaiting_notification = хабарламаны күтуде
instrument_standing-awaiting_date = кейін күшіне енеді
instrument_standing-provisional = уақытша қолданылады
instrument_standing-in_force_reported = күшінде, дереккөздің айтуынша
instrument_standing-in_force = күшінде
instrument_standing-denounced = шығу туралы хабарланды
instrument_standing-expired = мерзімі аяқталды
instrument_standing-terminated = тоқтатылды
instrument_standing-replaced = ауыстырылды
instrument_standing-given_up = қол қойылмай тоқтатылды

# What a party did.
act_kind-draft_approved = Жобаны мақұлдау
act_kind-full_powers = Қол қою өкілеттігі
act_kind-initialled = Парафтау
act_kind-signed = Қол қою
act_kind-parliament = Парламенттің қабылдауы
act_kind-ratified = Ратификациялау
act_kind-approved = Бекіту немесе қабылдау
act_kind-acceded = Қосылу
act_kind-notified = Хабарлау
act_kind-denounced = Шығу туралы хабарлау
change_kind-amended = Өзгертілді
change_kind-replaced = Ауыстырылды
change_kind-ended = Тараптар тоқтатты
change_kind-given_up = Қол қоюға дейін тоқтатылды
approval_answer-agreed = келісті
approval_answer-remarks = ескертулермен қайтарды
approval_answer-refused = бас тартты
text_side-home = Біздің тарап
text_side-partner = Серіктес
instrument_entry-on_signature = бәрі қол қойғанда
instrument_entry-on_last_notification = соңғы хабарламадан
instrument_entry-after_ratifications = ратификациялар санынан кейін
instrument_entry-on_date = белгіленген күннен
instrument_ending-any_time = кез келген уақытта
instrument_ending-end_of_term = мерзімнің соңында
length_unit-day = күн
length_unit-month = ай
length_unit-year = жыл
language_name-kk = қазақ тілі
language_name-ky = қырғыз тілі
language_name-ru = орыс тілі
language_name-en = ағылшын тілі
language_name-tr = түрік тілі
language_name-uz = өзбек тілі
language_name-tg = тәжік тілі
language_name-tk = түрікмен тілі
language_name-zh = қытай тілі
language_name-ar = араб тілі
language_name-fr = француз тілі
language_name-de = неміс тілі

# Why it stands where it does.
instrument-why-on_signature = Күшіне ену күні: { $since }. Негізі: соңғы қолтаңба, { $last } ({ $by }).
instrument-why-on_date = Күшіне ену күні: { $since }. Негізі: мәтіндегі күн, соңғы қолтаңбадан кейін: { $last } ({ $by }).
instrument-why-on_last_notification = Күшіне ену күні: { $since }. Негізі: соңғы хабарлама алынды, { $last } ({ $by }).
instrument-why-on_last_notification-wait = Күшіне ену күні: { $since }. Негізі: соңғы хабарлама алынды, { $last } ({ $by }) + { $wait }.
instrument-why-after_ratifications = Күшіне ену күні: { $since }. Негізі: ратификациялар саны толды, { $last } ({ $by }).
instrument-why-after_ratifications-wait = Күшіне ену күні: { $since }. Негізі: ратификациялар саны толды, { $last } ({ $by }) + { $wait }.
instrument-why-over = Құжат енді ешкімді міндеттемейді.
instrument-why-reported = Дереккөздің айтуынша, күшіне ену күні: { $date }. Мұны растайтын әрекеттер жазбада жоқ, сондықтан есептелмеді.
instrument-why-unstated = Құжаттың күшінде екені есептелмеді: күшіне ену шарты туралы үзінді жазбада жоқ.
instrument-missing-signature = Әлі күшіне енген жоқ. Жазбада қолтаңбасы жоқ: { $of }.
instrument-missing-consent = Әлі күшіне енген жоқ. Жетпейтін ратификация саны: { $n }. Жазбада жоқ: { $of }.
instrument-missing-notification = Әлі күшіне енген жоқ. Жазбада хабарламасы жоқ: { $of }.

# Its way.
instrument-way = Жай-күйі
instrument_step-recorded = Жазбаға алынды
instrument_step-approved = Ел ішінде келісілді
instrument_step-signed = Қол қойылды
instrument_step-ratified = Ратификацияланды
instrument_step-notified = Хабарланды
instrument_step-in_force = Күшіне енді
instrument_step-ends = Тоқтатылады
instrument_step-terminated = Тоқтатылды
instrument_step-replaced = Ауыстырылды
instrument_step-given_up = Тоқтатылды
instrument-step-open = жазбада жоқ
instrument-step-part = { $n } / { $of }
instrument-step-reported = { $date }, дереккөздің айтуынша

# Who holds it.
instrument-who-holds = Жоба кімде
instrument-agency = Ведомство
instrument-sent = Жіберілді
instrument-due = Жауап мерзімі
instrument-no-due = мерзім белгіленбеген
instrument-state = Жауап
instrument-holds = жазбада жауап жоқ
instrument-held-for = қаралуда: { $days }
instrument-held-least = жауапсыз, кемінде: { $days }
instrument-answered-on = жауап күні: { $date }

# Parties, texts, clause.
instrument-who-did-what = Тараптар және олардың әрекеттері
instrument-who-did-what-note = Әр күн үзіндіге сілтейді
instrument-party = Тарап
instrument-parties = Тараптар
instrument-not-on-record = жазбада жоқ
instrument-texts = Мәтін редакциялары
instrument-texts-note = Мақұлдау тек бір мазмұнға қатысты
instrument-approvals = Мақұлдаған
instrument-text-present = қазіргі редакция
instrument-not-approved = мақұлданбаған
instrument-void = күшін жойды: жаңа редакция бар
instrument-alarms = Назар аударарлық
instrument-alarm-notice = Хабарлаудың соңғы күні: { $date }
instrument-alarm-ends = Күші жойылатын күн: { $date }
instrument-alarm-renews = Ұзартылатын күн: { $date }
instrument-alarm-force = Дереккөз күшіне енудің басқа күнін атайды
instrument-alarm-force-note = Аталғаны: { $date }. Есептелген күн қалады; айырмашылықты анықтау керек.
instrument-alarm-reports = Дереккөздер күнде сәйкес емес
instrument-unsigned-note = Келісулер аяқталды; қолтаңба жазбада жоқ.
instrument-in-days = қалғаны: { $days }
instrument-subject = Мәні
instrument-subject-hint = Мамандық немесе мәні сөзбен.
instrument-languages = Түпнұсқа тілдері
instrument-depositary = Депозитарий
instrument-depositary-hint = Тек аталған болса.
instrument-provisional = Уақытша қолдану
instrument-provisional-signature = қол қойылғаннан
instrument-provisional-date = белгіленген күннен
instrument-provisional-day = Уақытша қолдану күні
instrument-ends = Күші жойылатын күн
instrument-renews = Келесі ұзарту
instrument-notice-by = Хабарлаудың соңғы күні
instrument-clause = Қолданылу шарттары
instrument-clause-none = Күшіне ену, мерзім және тоқтату туралы үзінді жазбада жоқ.
instrument-entry = Күшіне енуі
instrument-entry-hint = Үзіндіде айтылмаса, бос қалдырыңыз.
instrument-entry-date = Күшіне ену күні
instrument-count = Ратификациялар саны
instrument-count-hint = Тек ратификациялар саны қажет болса.
instrument-wait = Соңғы әрекеттен кейін қанша
instrument-unit-of = Өлшем: { $what }
instrument-duration = Қолданылу мерзімі
instrument-until = Соңғы күні немесе жылы
instrument-until-hint = Жоспарлар мен бағдарламалар үшін, мысалы 2026.
instrument-renewal = Әр жолы ұзартылатын мерзім
instrument-notice = Хабарлау мерзімі
instrument-ending = Шығуға болады
instrument-since = Осы редакция күшінде
instrument-since-hint = Тек шарттар түзетумен өзгерсе.
instrument-commitments = Ондағы міндеттемелер
instrument-related = Байланысты құжаттар
instrument-parent = Өзгертеді, ауыстырады немесе толықтырады
instrument-parent-hint = Хаттамалар, түзетулер мен жаңа құжаттар үшін.
instrument-child = Осы құжатты өзгертеді, ауыстырады немесе толықтырады
instrument-public-yes = Жарияланған үзінділерге сүйенетіні бәріне көрінеді.

# The history.
instrument-h-entered = Жазбаға енгізілді
instrument-h-clause = Қолданылу шарттары
instrument-h-act = { $party }: { $act }, { $date }
instrument-h-force = Аталған күшіне ену күні: { $date }
instrument-h-change = { $what }: { $date }
instrument-h-draft = Мәтіннің жаңа редакциясы: { $name }
instrument-h-approved = { $side }: мәтін мақұлданды, { $hash }
instrument-h-sent = Жоба жіберілді: { $agency }, { $date }
instrument-h-answer = { $agency }: { $answer }
instrument-h-link = Онда міндеттеме бекітілген

# What can be done.
instrument-enter = Құжат енгізу
instrument-enter-lead = Ол туралы айтылған үзінді бойынша. Тараптардың әрекеттері кейін енгізіледі, әрқайсысы өз үзіндісімен.
instrument-describe-lead = Бұрынғы сипаттама журналда қалады.
instrument-do-act = Тараптың әрекетін енгізу
instrument-act-lead = Қол қою, ратификациялау, хабарлау: үзінді бойынша. Құжаттың күшінде екені содан шығады.
instrument-do-clause = Қолданылу шарттарын енгізу
instrument-clause-lead = Мәтін бойынша күшіне енуі, мерзімі және тоқтатылуы. Айтылмағаны бос қалады.
instrument-do-send = Жобаны ведомствоға жіберу
instrument-send-lead = Бетте жобаның кімде және неше күн екені көрінеді.
instrument-do-answer = Жауапты енгізу
instrument-answer-lead = Әр жіберуге бір жауап. Қайтарылған жоба қайта жіберіледі.
instrument-do-draft = Мәтін редакциясын қосу
instrument-draft-lead = Мақұлдау бір мазмұнға қатысты. Жаңа редакция бұрынғы мақұлдауларды жояды.
instrument-do-approve = Мәтінді мақұлдау
instrument-approve-lead = Дәл осы мазмұн мақұлданады. Мәтін өзгерсе, мақұлдау күшін жояды.
instrument-approve-what = { $name }, SHA-256 { $hash }
instrument-do-force = Аталған күшіне ену күнін енгізу
instrument-force-lead = Ол есептелген күннің жанында тұрады және оны өзгертпейді.
instrument-force-on = Аталған күн
instrument-do-change = Өзгертуді немесе тоқтатуды енгізу
instrument-change-lead = Өзгертілді, ауыстырылды, тараптар тоқтатты немесе қол қоюға дейін тоқтатылды.
instrument-do-link = Міндеттемені байланыстыру
instrument-link-lead = Үзінді бойынша міндеттеме осы құжатта бекітілген.
instrument-do-withdraw = Фактіні қайтарып алу
instrument-withdraw-lead = Қате енгізілген факт енді есептелмейді. Ол журналда қалады.
instrument-publish-lead = Жарияланған үзінділерге сүйенетінін бәрі көреді. Жобалар, мақұлдаулар мен үзіндісіз жауаптар ішкі болып қалады.
instrument-unpublish-lead = Құжат тек тіркелгімен көрінеді.

# Forms.
instrument-part-what = Бұл қандай құжат
instrument-part-title = Атауы
instrument-part-about = Ол не туралы
instrument-part-source = Қай жерде айтылған
instrument-part-letter = Қай жерде айтылған, айтылса
instrument-part-act = Тарап не істеді
instrument-part-entry = Күшіне ену
instrument-part-term = Мерзім және тоқтату
instrument-part-force = Аталған күн
instrument-part-change = Не болды
instrument-part-link = Міндеттеме
instrument-part-approve = Мақұлдау
instrument-part-send = Жіберу
instrument-part-answer = Жауап
instrument-parties-hint = Кемінде екеу, серіктесті қоса.
instrument-title-kk = Қазақша
instrument-title-ky = Қырғызша
instrument-title-ru = Орысша
instrument-title-en = Ағылшынша
instrument-act = Әрекет
instrument-on = Қашан
instrument-on-hint = Айтылғандай дәл: 15.03.2026, 2026-03 немесе 2026.
instrument-place = Қайда
instrument-note-hint = Мысалы, қаулы нөмірі немесе кім уәкілетті.
instrument-change = Не болды
instrument-by = Қай құжатпен
instrument-draft-name = Редакция атауы
instrument-draft-name-hint = Мысалы, файл аты.
instrument-draft-file = Файл
instrument-draft-file-hint = 4 МБ дейін. Немесе мәтінді төменге қойыңыз.
instrument-draft-text = Мәтін
instrument-draft-note = Не өзгерді
instrument-side = Кімнің мақұлдауы
instrument-matter = Нені қарау керек
instrument-answer = Жауап
instrument-answer-on = Жауап күні
instrument-remark = Ескертулер
instrument-fact = Факт

# The overview.
decision-held-note = 30 күннен артық немесе жауап мерзімі өтті
decision-notice-note = Бұл күннен кейін құжат ұзартылады
decision-ends-note = Қолданылу мерзімі аяқталады
decision-unsigned-note = Келісулер аяқталды

# Why a rule says no.
refusal-instrument-kind-unknown = Құжат түрін таңдаңыз.
refusal-instrument-level-unknown = Құжат деңгейін таңдаңыз.
refusal-instrument-act-unknown = Тараптың не істегенін таңдаңыз.
refusal-instrument-change-unknown = Құжатқа не болғанын таңдаңыз.
refusal-instrument-answer-unknown = Ведомствоның жауабын таңдаңыз.
refusal-instrument-entry-unknown = Құжат қашан күшіне енетінін таңдаңыз.
refusal-instrument-ending-unknown = Шығу қашан мүмкін екенін таңдаңыз.
refusal-instrument-provisional-unknown = Уақытша қолдану басталуын таңдаңыз.
refusal-instrument-side-unknown = Кімнің мақұлдауы екенін таңдаңыз.
refusal-instrument-unknown = Тізілімде ондай құжат жоқ. Тізімнен таңдаңыз.
refusal-instrument-two-parties = Құжаттың кемінде екі тарабы болады, әрқайсысы бір рет аталады. Оларды таңдаңыз.
refusal-instrument-not-a-party = { $party } құжат тарабы емес. Алдымен оны тараптарға қосыңыз.
refusal-instrument-act-before = Күндер реті дұрыс емес: тараптың бұрынғы әрекеті { $earlier }, кейінгісі { $later }. Екеуін де тексеріңіз.
refusal-instrument-date-ahead = Күн дереккөз жарияланғаннан кейін немесе болашақта. Болған күнін енгізіңіз.
refusal-instrument-entered-already = Құжат енгізіліп қойған. Оның бетін ашыңыз.
refusal-instrument-not-entered = Құжат әлі енгізілмеген. Алдымен енгізіңіз.
refusal-instrument-clause-there = Бұл күннен шарттар енгізілген. Алдымен қайтарып алыңыз немесе түзету күнін енгізіңіз.
refusal-instrument-clause-empty = Шарттар бос. Күшіне енуін, мерзімін немесе тоқтатылуын енгізіңіз.
refusal-instrument-count-range = Мұнша ратификация болмайды: тараптар саны { $most }. Одан аспайтын сан енгізіңіз.
refusal-instrument-count-missing = Неше ратификация керегін енгізіңіз.
refusal-instrument-two-terms = Мерзімді немесе соңғы күнді енгізіңіз, екеуін емес.
refusal-instrument-renewal-alone = Ұзарту үшін мерзім керек. Мерзімді немесе соңғы күнді енгізіңіз.
refusal-instrument-ending-alone = Мерзім соңы үшін мерзім керек. Мерзімді немесе соңғы күнді енгізіңіз.
refusal-instrument-itself = Құжат өзін өзі өзгертпейді. Басқасын таңдаңыз.
refusal-instrument-ended = Құжат тоқтатылған күн: { $day }. Содан кейін өзгертуге болмайды. Күнін тексеріңіз.
refusal-instrument-signed-already = Барлық тараптар қол қойды. Мәтінді енді өзгертуге, мақұлдауға немесе тоқтатуға болмайды.
refusal-instrument-draft-same = Қазіргі редакцияның мазмұны дәл осындай. Басқа файл немесе мәтін таңдаңыз.
refusal-instrument-draft-large = Файл тым үлкен. Шегі, байт: { $max }.
refusal-instrument-no-draft = Мақұлдайтын мәтін әлі жоқ. Алдымен редакция қосыңыз.
refusal-instrument-text-old = Мәтіннің жаңа редакциясы бар. Мақұлдар алдында бетті ашып оқыңыз.
refusal-instrument-text-approved-already = Бұл тарап осы мәтінді мақұлдап қойған.
refusal-instrument-side-other = Сіз тек серіктес атынан мақұлдайсыз.
refusal-instrument-letter-missing = Серіктестің мақұлдауы үшін хат керек. Дереккөзді таңдап, үзіндіні келтіріңіз.
refusal-instrument-held-already = Жоба осы ведомствода. Алдымен оның жауабын енгізіңіз.
refusal-instrument-due-before = Жауап мерзімі жіберілгенге дейін бола алмайды. Екі күнді де тексеріңіз.
refusal-instrument-no-step = Ондай жіберу жоқ. Тізімнен таңдаңыз.
refusal-instrument-answered-already = Бұл жіберуге жауап берілген. Қайтарылған жобаны қайта жіберіңіз.
refusal-instrument-answer-before = Жауап жіберілгенге дейін бола алмайды. Күнін тексеріңіз.
refusal-instrument-remark-missing = Ескертулерді немесе себебін енгізіңіз, келесі жобада ескеру үшін.
refusal-instrument-linked-already = Бұл міндеттеме байланыстырылған.
refusal-instrument-fact-stays = Бастапқы үзінді мен мәтін редакциялары қайтарылмайды. Жаңа редакция қосыңыз немесе сипаттаманы түзетіңіз.
refusal-instrument-no-such-fact = Ондай факт жоқ немесе қайтарылған. Тізімнен таңдаңыз.
refusal-length-range = Бүтін сан енгізіңіз, кемінде 1. Ең үлкені: { $most }.
refusal-length-unit-unknown = Күнді, айды немесе жылды таңдаңыз.

# The journal.
thing-instrument = Құжат
entry-instrument_entered = Құжат енгізілді
entry-instrument_described = Сипаттама түзетілді
entry-instrument_clause_stated = Қолданылу шарттары енгізілді
entry-instrument_acted = Тараптың әрекеті енгізілді
entry-instrument_force_reported = Аталған күшіне ену күні енгізілді
entry-instrument_changed = Өзгерту немесе тоқтату енгізілді
entry-instrument_drafted = Мәтін редакциясы қосылды
entry-instrument_text_approved = Мәтін мақұлданды
entry-instrument_sent = Жоба ведомствоға жіберілді
entry-instrument_answered = Ведомство жауап берді
entry-instrument_linked = Міндеттеме байланыстырылды
entry-instrument_fact_withdrawn = Факт қайтарып алынды
entry-instrument_published = Құжат жарияланды
entry-instrument_unpublished = Құжат жариядан алынды

# Counted things.
instrument-days = { $n ->
    [one] { $n } күн
   *[other] { $n } күн
}
instrument-months = { $n ->
    [one] { $n } ай
   *[other] { $n } ай
}
instrument-years = { $n ->
    [one] { $n } жыл
   *[other] { $n } жыл
}
instrument-step-held = { $n ->
    [one] қарап жатқан ведомство саны: { $n }
   *[other] қарап жатқан ведомство саны: { $n }
}
decision-held = { $n ->
    [one] Кешіккен жоба саны: { $n }
   *[other] Кешіккен жоба саны: { $n }
}
decision-notice = { $n ->
    [one] 90 күн ішіндегі хабарлау мерзімі: { $n }
   *[other] 90 күн ішіндегі хабарлау мерзімі: { $n }
}
decision-ends = { $n ->
    [one] 90 күн ішінде аяқталатын құжат: { $n }
   *[other] 90 күн ішінде аяқталатын құжат: { $n }
}
decision-unsigned = { $n ->
    [one] Мақұлданып, қол қойылмаған құжат: { $n }
   *[other] Мақұлданып, қол қойылмаған құжат: { $n }
}
