# Instruments: from the first draft to the last day in force.
nav-instruments = Документтер
instruments-title = Эл аралык документтер
instruments-lead = Меморандумдар, макулдашуулар, протоколдор жана пландар. Документтин күчүндө экени тараптардын аракеттери боюнча эсептелет.
instruments-none = Ылайыктуу документ жок. Шарттардын бирин алып салыңыз же ал жөнүндө үзүндү боюнча документ киргизиңиз.
instruments-csv = Документтер CSV түрүндө
instruments-iati = Кол коюлган документтер IATI 2.03 үчүн (XML)
instrument-iia = Келишим орундары менен Erasmus Without Paper үлгүсүндө (XML)
agreements-title = Жарыяланган документтер
agreements-lead = Жарыяланган үзүндүлөргө таянганы гана. Документтин күчүндө экени тараптардын аракеттери боюнча эсептелет.
agreements-none = Азырынча бир да документ жарыяланган жок.
agreements-all = Документтер
stands-in = Документте бекитилген
instrument-col-title = Документ
instrument-kind = Түрү
instrument-level = Деңгээли
instrument-standing = Абалы
instrument-dates = Күндөр
instrument-filter-soon = 90 күндүн ичинде билдирүү мөөнөтү, бүтүшү же узартылышы
instrument-row-force = күчүндө, башталышы: { $date }
instrument-row-signed = кол коюлду: { $date }
instrument-row-none = жазууда күнү жок
instrument-row-notice = билдирүү мөөнөтү: { $date }
instrument-row-ends = токтойт: { $date }
instrument-row-renews = узартылат: { $date }
instrument-row-differ = булактар дал келбейт
instrument-held-by = { $agency }, жоопсуз: { $days }
instrument-overdue-by = мөөнөтү өттү: { $days }
instrument-between = { $from } жана { $to } аралыгында

# What kind of document, between whom.
instrument_type-agreement = өкмөттөр аралык макулдашуу
instrument_type-interagency_agreement = ведомстволор аралык макулдашуу
instrument_type-memorandum = өз ара түшүнүшүү жөнүндө меморандум
instrument_type-protocol = протокол
instrument_type-plan = жол картасы же иш-аракеттер планы
instrument_type-programme = программа же стратегия
instrument_type-statement = кат, биргелешкен билдирүү же декларация
instrument_type-notes = ноталарды алмашуу
instrument_type-other = башка документ
instrument_level-state = мамлекеттер аралык
instrument_level-government = өкмөттөр аралык
instrument_level-ministry = министрликтер ортосунда
instrument_level-agency = ведомстволор ортосунда
instrument_level-institution = мекемелер ортосунда

# Where it stands, in one word.
instrument_standing-prepared = даярдалууда
instrument_standing-drafted = долбоор
instrument_standing-returned = сын-пикирлер менен кайтарылды
instrument_standing-in_approval = макулдашууда
instrument_standing-text_agreed = текстти эки тарап макулдашты
instrument_standing-initialled = парафталды
instrument_standing-approved_unsigned = жактырылды, кол коюла элек
instrument_standing-partly_signed = баары кол койгон жок
instrument_standing-signed = кол коюлду
instrument_standing-awaiting_ratification = ратификациялоону күтүүдө
instrument_standing-awaiting_notification = билдирүүнү күтүүдө
instrument_standing-awaiting_date = кийин күчүнө кирет
instrument_standing-provisional = убактылуу колдонулат
instrument_standing-in_force_reported = күчүндө, булактын айтымында
instrument_standing-in_force = күчүндө
instrument_standing-denounced = чыгуу тууралуу билдирилди
instrument_standing-expired = мөөнөтү бүттү
instrument_standing-terminated = токтотулду
instrument_standing-replaced = алмаштырылды
instrument_standing-given_up = кол коюлбай токтотулду

# What a party did.
act_kind-draft_approved = Долбоорду жактыруу
act_kind-full_powers = Кол коюу ыйгарым укугу
act_kind-initialled = Парафтоо
act_kind-signed = Кол коюу
act_kind-parliament = Парламенттин кабыл алышы
act_kind-ratified = Ратификациялоо
act_kind-approved = Бекитүү же кабыл алуу
act_kind-acceded = Кошулуу
act_kind-notified = Билдирүү
act_kind-denounced = Чыгуу тууралуу билдирүү
change_kind-amended = Өзгөртүлдү
change_kind-replaced = Алмаштырылды
change_kind-ended = Тараптар токтотту
change_kind-given_up = Кол коюуга чейин токтотулду
approval_answer-agreed = макулдашты
approval_answer-remarks = сын-пикирлер менен кайтарды
approval_answer-refused = баш тартты
text_side-home = Биздин тарап
text_side-partner = Өнөктөш
instrument_entry-on_signature = баары кол койгондо
instrument_entry-on_last_notification = акыркы билдирүүдөн
instrument_entry-after_ratifications = ратификациялардын санынан кийин
instrument_entry-on_date = белгиленген күндөн
instrument_ending-any_time = каалаган убакта
instrument_ending-end_of_term = мөөнөттүн аягында
length_unit-day = күн
length_unit-month = ай
length_unit-year = жыл
language_name-kk = казак тили
language_name-ky = кыргыз тили
language_name-ru = орус тили
language_name-en = англис тили
language_name-tr = түрк тили
language_name-uz = өзбек тили
language_name-tg = тажик тили
language_name-tk = түркмөн тили
language_name-zh = кытай тили
language_name-ar = араб тили
language_name-fr = француз тили
language_name-de = немис тили

# Why it stands where it does.
instrument-why-on_signature = Күчүнө кирүү күнү: { $since }. Негизи: акыркы кол тамга, { $last } ({ $by }).
instrument-why-on_date = Күчүнө кирүү күнү: { $since }. Негизи: тексттеги күн, акыркы кол тамгадан кийин: { $last } ({ $by }).
instrument-why-on_last_notification = Күчүнө кирүү күнү: { $since }. Негизи: акыркы билдирүү алынды, { $last } ({ $by }).
instrument-why-on_last_notification-wait = Күчүнө кирүү күнү: { $since }. Негизи: акыркы билдирүү алынды, { $last } ({ $by }) + { $wait }.
instrument-why-after_ratifications = Күчүнө кирүү күнү: { $since }. Негизи: ратификациялардын саны толду, { $last } ({ $by }).
instrument-why-after_ratifications-wait = Күчүнө кирүү күнү: { $since }. Негизи: ратификациялардын саны толду, { $last } ({ $by }) + { $wait }.
instrument-why-over = Документ эми эч кимди милдеттендирбейт.
instrument-why-reported = Булактын айтымында, күчүнө кирүү күнү: { $date }. Муну ырастаган аракеттер жазууда жок, ошондуктан эсептелген жок.
instrument-why-unstated = Документтин күчүндө экени эсептелген жок: күчүнө кирүү шарты жөнүндө үзүндү жазууда жок.
instrument-missing-signature = Азырынча күчүнө кире элек. Жазууда кол тамгасы жок: { $of }.
instrument-missing-consent = Азырынча күчүнө кире элек. Жетпеген ратификациянын саны: { $n }. Жазууда жок: { $of }.
instrument-missing-notification = Азырынча күчүнө кире элек. Жазууда билдирүүсү жок: { $of }.

# Its way.
instrument-way = Абалы
instrument_step-recorded = Жазууга алынды
instrument_step-approved = Өлкө ичинде макулдашылды
instrument_step-signed = Кол коюлду
instrument_step-ratified = Ратификацияланды
instrument_step-notified = Билдирилди
instrument_step-in_force = Күчүнө кирди
instrument_step-ends = Токтойт
instrument_step-terminated = Токтотулду
instrument_step-replaced = Алмаштырылды
instrument_step-given_up = Токтотулду
instrument-step-open = жазууда жок
instrument-step-part = { $n } / { $of }
instrument-step-reported = { $date }, булактын айтымында

# Who holds it.
instrument-who-holds = Долбоор кимде
instrument-agency = Ведомство
instrument-sent = Жөнөтүлдү
instrument-due = Жооп мөөнөтү
instrument-no-due = мөөнөт коюлган эмес
instrument-state = Жооп
instrument-holds = жазууда жооп жок
instrument-held-for = каралууда: { $days }
instrument-held-least = жоопсуз, кеминде: { $days }
instrument-answered-on = жооп күнү: { $date }

# Parties, texts, clause.
instrument-who-did-what = Тараптар жана алардын аракеттери
instrument-who-did-what-note = Ар бир күн үзүндүгө алып барат
instrument-party = Тарап
instrument-parties = Тараптар
instrument-not-on-record = жазууда жок
instrument-texts = Тексттин редакциялары
instrument-texts-note = Жактыруу бир гана мазмунга тиешелүү
instrument-approvals = Жактырган
instrument-text-present = азыркы редакция
instrument-not-approved = жактырыла элек
instrument-void = күчүн жойду: жаңы редакция бар
instrument-alarms = Көңүл бурчу нерселер
instrument-alarm-notice = Билдирүүнүн акыркы күнү: { $date }
instrument-alarm-ends = Күчүн жоготуучу күн: { $date }
instrument-alarm-renews = Узартылуучу күн: { $date }
instrument-alarm-force = Булак күчүнө кирүүнүн башка күнүн атайт
instrument-alarm-force-note = Аталганы: { $date }. Эсептелген күн калат; айырманы тактоо керек.
instrument-alarm-reports = Булактар күндө дал келбейт
instrument-unsigned-note = Макулдашуулар бүттү; кол тамга жазууда жок.
instrument-in-days = калганы: { $days }
instrument-subject = Предмети
instrument-subject-hint = Адистик же предмети сөз менен.
instrument-languages = Түп нуска тилдери
instrument-depositary = Депозитарий
instrument-depositary-hint = Аталса гана.
instrument-provisional = Убактылуу колдонуу
instrument-provisional-signature = кол коюлгандан
instrument-provisional-date = белгиленген күндөн
instrument-provisional-day = Убактылуу колдонуу күнү
instrument-ends = Күчүн жоготуучу күн
instrument-renews = Кийинки узартуу
instrument-notice-by = Билдирүүнүн акыркы күнү
instrument-clause = Колдонуу шарттары
instrument-clause-none = Күчүнө кирүү, мөөнөт жана токтотуу жөнүндө үзүндү жазууда жок.
instrument-entry = Күчүнө кириши
instrument-entry-hint = Үзүндүдө айтылбаса, бош калтырыңыз.
instrument-entry-date = Күчүнө кирүү күнү
instrument-count = Ратификациялардын саны
instrument-count-hint = Ратификациялардын саны керек болсо гана.
instrument-wait = Акыркы аракеттен кийин канча
instrument-unit-of = Өлчөм: { $what }
instrument-duration = Колдонуу мөөнөтү
instrument-until = Акыркы күнү же жылы
instrument-until-hint = Пландар менен программалар үчүн, мисалы 2026.
instrument-renewal = Ар бир жолу узартылуучу мөөнөт
instrument-notice = Билдирүү мөөнөтү
instrument-ending = Чыгууга болот
instrument-since = Ушул редакция күчүндө
instrument-since-hint = Шарттар өзгөртүү менен өзгөрсө гана.
instrument-commitments = Андагы милдеттенмелер
instrument-related = Байланыштуу документтер
instrument-parent = Өзгөртөт, алмаштырат же толуктайт
instrument-parent-hint = Протоколдор, өзгөртүүлөр жана жаңы документтер үчүн.
instrument-child = Ушул документти өзгөртөт, алмаштырат же толуктайт
instrument-public-yes = Жарыяланган үзүндүлөргө таянганы баарына көрүнөт.

# The history.
instrument-h-entered = Жазууга киргизилди
instrument-h-clause = Колдонуу шарттары
instrument-h-act = { $party }: { $act }, { $date }
instrument-h-force = Аталган күчүнө кирүү күнү: { $date }
instrument-h-change = { $what }: { $date }
instrument-h-draft = Тексттин жаңы редакциясы: { $name }
instrument-h-approved = { $side }: текст жактырылды, { $hash }
instrument-h-sent = Долбоор жөнөтүлдү: { $agency }, { $date }
instrument-h-answer = { $agency }: { $answer }
instrument-h-link = Анда милдеттенме бекитилген

# What can be done.
instrument-enter = Документ киргизүү
instrument-enter-lead = Ал жөнүндө айтылган үзүндү боюнча. Тараптардын аракеттери кийин киргизилет, ар бири өз үзүндүсү менен.
instrument-describe-lead = Мурунку сүрөттөмө журналда калат.
instrument-do-act = Тараптын аракетин киргизүү
instrument-act-lead = Кол коюу, ратификациялоо, билдирүү: үзүндү боюнча. Документтин күчүндө экени ошондон чыгат.
instrument-do-clause = Колдонуу шарттарын киргизүү
instrument-clause-lead = Текст боюнча күчүнө кириши, мөөнөтү жана токтотулушу. Айтылбаганы бош калат.
instrument-do-send = Долбоорду ведомствого жөнөтүү
instrument-send-lead = Баракта долбоордун кимде жана канча күн экени көрүнөт.
instrument-do-answer = Жоопту киргизүү
instrument-answer-lead = Ар бир жөнөтүүгө бир жооп. Кайтарылган долбоор кайра жөнөтүлөт.
instrument-do-draft = Тексттин редакциясын кошуу
instrument-draft-lead = Жактыруу бир мазмунга тиешелүү. Жаңы редакция мурунку жактырууларды жокко чыгарат.
instrument-do-approve = Текстти жактыруу
instrument-approve-lead = Дал ушул мазмун жактырылат. Текст өзгөрсө, жактыруу күчүн жоготот.
instrument-approve-what = { $name }, SHA-256 { $hash }
instrument-do-force = Аталган күчүнө кирүү күнүн киргизүү
instrument-force-lead = Ал эсептелген күндүн жанында турат жана аны өзгөртпөйт.
instrument-force-on = Аталган күн
instrument-do-change = Өзгөртүүнү же токтотууну киргизүү
instrument-change-lead = Өзгөртүлдү, алмаштырылды, тараптар токтотту же кол коюуга чейин токтотулду.
instrument-do-link = Милдеттенмени байланыштыруу
instrument-link-lead = Үзүндү боюнча милдеттенме ушул документте бекитилген.
instrument-do-withdraw = Фактыны кайтарып алуу
instrument-withdraw-lead = Ката киргизилген факты мындан ары эсептелбейт. Ал журналда калат.
instrument-publish-lead = Жарыяланган үзүндүлөргө таянганын баары көрөт. Долбоорлор, жактыруулар жана үзүндүсүз жооптор ичкиде калат.
instrument-unpublish-lead = Документ аккаунт менен гана көрүнөт.

# Forms.
instrument-part-what = Бул кандай документ
instrument-part-title = Аталышы
instrument-part-about = Ал эмне жөнүндө
instrument-part-source = Кайсы жерде айтылган
instrument-part-letter = Кайсы жерде айтылган, айтылса
instrument-part-act = Тарап эмне кылды
instrument-part-entry = Күчүнө кирүү
instrument-part-term = Мөөнөт жана токтотуу
instrument-part-force = Аталган күн
instrument-part-change = Эмне болду
instrument-part-link = Милдеттенме
instrument-part-approve = Жактыруу
instrument-part-send = Жөнөтүү
instrument-part-answer = Жооп
instrument-parties-hint = Кеминде экөө, өнөктөштү кошуп.
instrument-title-kk = Казакча
instrument-title-ky = Кыргызча
instrument-title-ru = Орусча
instrument-title-en = Англисче
instrument-act = Аракет
instrument-on = Качан
instrument-on-hint = Айтылгандай так: 15.03.2026, 2026-03 же 2026.
instrument-place = Кайда
instrument-note-hint = Мисалы, токтомдун номери же ким ыйгарым укуктуу.
instrument-change = Эмне болду
instrument-by = Кайсы документ менен
instrument-draft-name = Редакциянын аталышы
instrument-draft-name-hint = Мисалы, файлдын аты.
instrument-draft-file = Файл
instrument-draft-file-hint = 4 МБ чейин. Же текстти төмөнгө коюңуз.
instrument-draft-text = Текст
instrument-draft-note = Эмне өзгөрдү
instrument-side = Кимдин жактыруусу
instrument-matter = Эмнени кароо керек
instrument-answer = Жооп
instrument-answer-on = Жооп күнү
instrument-remark = Сын-пикирлер
instrument-fact = Факты

# The overview.
decision-held-note = 30 күндөн ашык же жооп мөөнөтү өттү
decision-notice-note = Бул күндөн кийин документ узартылат
decision-ends-note = Колдонуу мөөнөтү бүтөт
decision-unsigned-note = Макулдашуулар бүттү

# Why a rule says no.
refusal-instrument-kind-unknown = Документтин түрүн тандаңыз.
refusal-instrument-level-unknown = Документтин деңгээлин тандаңыз.
refusal-instrument-act-unknown = Тарап эмне кылганын тандаңыз.
refusal-instrument-change-unknown = Документке эмне болгонун тандаңыз.
refusal-instrument-answer-unknown = Ведомствонун жообун тандаңыз.
refusal-instrument-entry-unknown = Документ качан күчүнө кирерин тандаңыз.
refusal-instrument-ending-unknown = Чыгуу качан мүмкүн экенин тандаңыз.
refusal-instrument-provisional-unknown = Убактылуу колдонуунун башталышын тандаңыз.
refusal-instrument-side-unknown = Кимдин жактыруусу экенин тандаңыз.
refusal-instrument-unknown = Реестриңизде андай документ жок. Тизмеден тандаңыз.
refusal-instrument-two-parties = Документтин кеминде эки тарабы болот, ар бири бир жолу аталат. Аларды тандаңыз.
refusal-instrument-not-a-party = { $party } документтин тарабы эмес. Адегенде аны тараптарга кошуңуз.
refusal-instrument-act-before = Күндөрдүн ирети туура эмес: тараптын мурунку аракети { $earlier }, кийинкиси { $later }. Экөөнү тең текшериңиз.
refusal-instrument-date-ahead = Күн булак жарыялангандан кийин же келечекте. Болгон күнүн киргизиңиз.
refusal-instrument-entered-already = Документ киргизилип коюлган. Анын барагын ачыңыз.
refusal-instrument-not-entered = Документ али киргизиле элек. Адегенде киргизиңиз.
refusal-instrument-clause-there = Бул күндөн шарттар киргизилген. Адегенде кайтарып алыңыз же өзгөртүү күнүн киргизиңиз.
refusal-instrument-clause-empty = Шарттар бош. Күчүнө киришин, мөөнөтүн же токтотулушун киргизиңиз.
refusal-instrument-count-range = Мынча ратификация болбойт: тараптардын саны { $most }. Андан ашпаган сан киргизиңиз.
refusal-instrument-count-missing = Канча ратификация керегин киргизиңиз.
refusal-instrument-two-terms = Мөөнөттү же акыркы күндү киргизиңиз, экөөнү эмес.
refusal-instrument-renewal-alone = Узартуу үчүн мөөнөт керек. Мөөнөттү же акыркы күндү киргизиңиз.
refusal-instrument-ending-alone = Мөөнөттүн аягы үчүн мөөнөт керек. Мөөнөттү же акыркы күндү киргизиңиз.
refusal-instrument-itself = Документ өзүн өзү өзгөртпөйт. Башкасын тандаңыз.
refusal-instrument-ended = Документ токтотулган күн: { $day }. Андан кийин өзгөртүүгө болбойт. Күнүн текшериңиз.
refusal-instrument-signed-already = Бардык тараптар кол койду. Текстти эми өзгөртүүгө, жактырууга же токтотууга болбойт.
refusal-instrument-draft-same = Азыркы редакциянын мазмуну дал ушундай. Башка файл же текст тандаңыз.
refusal-instrument-draft-large = Файл өтө чоң. Чеги, байт: { $max }.
refusal-instrument-no-draft = Жактыра турган текст азырынча жок. Адегенде редакция кошуңуз.
refusal-instrument-text-old = Тексттин жаңы редакциясы бар. Жактыруудан мурда баракты ачып окуңуз.
refusal-instrument-text-approved-already = Бул тарап ушул текстти жактырып койгон.
refusal-instrument-side-other = Сиз өнөктөштүн атынан гана жактырасыз.
refusal-instrument-letter-missing = Өнөктөштүн жактыруусу үчүн кат керек. Булакты тандап, үзүндүнү келтириңиз.
refusal-instrument-held-already = Долбоор ушул ведомстводо. Адегенде анын жообун киргизиңиз.
refusal-instrument-due-before = Жооп мөөнөтү жөнөтүүдөн мурда боло албайт. Эки күндү тең текшериңиз.
refusal-instrument-no-step = Андай жөнөтүү жок. Тизмеден тандаңыз.
refusal-instrument-answered-already = Бул жөнөтүүгө жооп берилген. Кайтарылган долбоорду кайра жөнөтүңүз.
refusal-instrument-answer-before = Жооп жөнөтүүдөн мурда боло албайт. Күнүн текшериңиз.
refusal-instrument-remark-missing = Сын-пикирлерди же себебин киргизиңиз, кийинки долбоордо эске алуу үчүн.
refusal-instrument-linked-already = Бул милдеттенме байланыштырылган.
refusal-instrument-fact-stays = Баштапкы үзүндү менен тексттин редакциялары кайтарылбайт. Жаңы редакция кошуңуз же сүрөттөмөнү оңдоңуз.
refusal-instrument-no-such-fact = Андай факты жок же кайтарылган. Тизмеден тандаңыз.
refusal-length-range = Бүтүн сан киргизиңиз, кеминде 1. Эң чоңу: { $most }.
refusal-length-unit-unknown = Күндү, айды же жылды тандаңыз.

# The journal.
thing-instrument = Документ
entry-instrument_entered = Документ киргизилди
entry-instrument_described = Сүрөттөмө оңдолду
entry-instrument_clause_stated = Колдонуу шарттары киргизилди
entry-instrument_acted = Тараптын аракети киргизилди
entry-instrument_force_reported = Аталган күчүнө кирүү күнү киргизилди
entry-instrument_changed = Өзгөртүү же токтотуу киргизилди
entry-instrument_drafted = Тексттин редакциясы кошулду
entry-instrument_text_approved = Текст жактырылды
entry-instrument_sent = Долбоор ведомствого жөнөтүлдү
entry-instrument_answered = Ведомство жооп берди
entry-instrument_linked = Милдеттенме байланыштырылды
entry-instrument_fact_withdrawn = Факты кайтарып алынды
entry-instrument_published = Документ жарыяланды
entry-instrument_unpublished = Документ жарыядан алынды

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
    [one] карап жаткан ведомстволордун саны: { $n }
   *[other] карап жаткан ведомстволордун саны: { $n }
}
decision-held = { $n ->
    [one] Кечиккен долбоордун саны: { $n }
   *[other] Кечиккен долбоордун саны: { $n }
}
decision-notice = { $n ->
    [one] 90 күндүн ичиндеги билдирүү мөөнөтү: { $n }
   *[other] 90 күндүн ичиндеги билдирүү мөөнөтү: { $n }
}
decision-ends = { $n ->
    [one] 90 күндүн ичинде бүтө турган документ: { $n }
   *[other] 90 күндүн ичинде бүтө турган документ: { $n }
}
decision-unsigned = { $n ->
    [one] Жактырылып, кол коюла элек документ: { $n }
   *[other] Жактырылып, кол коюла элек документ: { $n }
}
