# How firm the words are: the nine stages that are kept.
stage-S0 = аталды
stage-S1 = талкууланды
stage-S2 = кызыгуу же өтүнүч
stage-S3 = сунушталды
stage-S4 = пландалган же иштелип жатат
stage-S5 = макулдашылды
stage-S6 = саны жана мөөнөтү макулдашылды
stage-S7 = кол коюлган документте
stage-S8 = күчүндө же каржыланган

# The five words a reader sees.
shown-raised = Талкууланды
shown-intended = Ниет
shown-agreed = Макулдашылды
shown-signed = Кол коюлду
shown-in_force = Күчүндө
stage-of = баскыч: { $n } / 5
promise-counted = Убада катары эсептелет
promise-not-counted = Убада катары эсептелбейт

# What happened.
delivery-not_due = мөөнөтү келе элек
delivery-in_progress = аткарылууда
delivery-partly_delivered = жарым-жартылай аткарылды
delivery-delivered_claimed = тараптын билдирүүсү боюнча аткарылды
delivery-verified = аткарылганы текшерилди
delivery-suspended = убактылуу токтотулду
delivery-lapsed = аткарылбай, мөөнөтү өттү
delivery-renegotiated = жаңы милдеттенме менен алмаштырылды

# What a person judged.
verdict-not_rated = бааланган эмес
verdict-on_track = план боюнча
verdict-at_risk = тобокелдик бар
verdict-kept = аткарылды
verdict-kept_in_part = жарым-жартылай аткарылды
verdict-broken = бузулду
verdict-unverifiable = текшерүү мүмкүн эмес

# The state of a commitment, as a chip.
state-reported = Отчет берилген
state-behind = Артта калууда
state-no_report = Отчет жок
state-due_this_year = Мөөнөтү – ушул жылы
state-talks = Сүйлөшүү гана
state-delivered = Аткарылды
state-intended = Милдеттендирбейт
state-lapsed = Мөөнөтү өттү
state-replaced = Алмаштырылды

# What a commitment is about.
topic-treatment = дарылоо
topic-residency = ординатура
topic-internship = стажировка
topic-training = окутуу
topic-expert_exchange = эксперттерди алмашуу
topic-facility = медициналык мекеме
topic-instrument = эл аралык документ
topic-regulation = жөнгө салуу
topic-medicines_register = дары каражаттарынын реестри
topic-localisation = өндүрүштү жергиликтештирүү
topic-working_group = жумушчу топ
topic-multilateral_body = көп тараптуу орган
topic-digital_health = санариптик саламаттыкты сактоо
topic-supply = жеткирүү
topic-research = илимий изилдөөлөр
topic-other = башка

# Through whom the places of a quota are given, and over which period.
channel-embassy = элчилик аркылуу
channel-ministry = министрлик аркылуу
channel-any = каналдарга бөлүнгөн эмес
per-once = бир жолу
per-year = жыл сайын
per-month = ай сайын

# Sources.
source_kind-communique = коммюнике
source_kind-press_release = пресс-релиз
source_kind-treaty_text = келишимдин тексти
source_kind-law = мыйзам же укуктук акт
source_kind-letter = кат
source_kind-report = отчет
source_kind-news = жаңылык
source_kind-table = таблица
tier-1 = документтин өз тексти
tier-2 = тараптын расмий билдирүүсү
tier-3 = расмий билдирүүгө шилтеме кылган агенттик
tier-4 = башка булак

# Parties and people.
party_kind-state = мамлекет
party_kind-ministry = министрлик
party_kind-organisation = уюм
party_kind-company = компания
party_kind-university = университет
party_kind-hospital = оорукана
role-administrator = администратор
role-officer = макулдашуулар боюнча кызматкер
role-reader = окурман
role-auditor = аудитор
role-partner = өнөктөш
role-applicant = арыз ээси
role-public = келүүчү

# Rules that find two sources at odds, and what became of a conflict.
rule-C1 = Маанилер ар башка
rule-C2 = Бир актынын даталары ар башка
rule-C3 = «Биринчи жолу» деп айтылган, бирок мурунку окуя катталган
rule-C4 = Баскычтар дал келбейт
rule-C5 = Бөлүктөрдүн суммасы жалпы санга барабар эмес
rule-C6 = Мөөнөт жылдырылган же аталган эмес
rule-C7 = Пункттардын тизмеси ар башка
rule-C8 = Тилдик варианттар ар башка
rule-C9 = Ошол эле сан башка өлкө же мекеме жөнүндө
rule-C10 = Күчүн жоготкон же белгисиз актыга шилтеме
conflict-open = ачык
conflict-explained = түшүндүрүлдү: эки маалымат тең туура
conflict-resolved = чечилди: бири тандалды
conflict-standing = чечилбеген бойдон калды

# The nine fields of the talks of February 2026.
specialty-neurosurgery = нейрохирургия
specialty-oncology = онкология
specialty-cardiac_surgery = кардиохирургия
specialty-obstetrics_gynaecology = акушердик жана гинекология
specialty-anaesthesiology_intensive_care = анестезиология, реаниматология жана интенсивдүү терапия
specialty-neonatology = неонатология
specialty-paediatrics = педиатрия
specialty-genetics = генетика
specialty-laboratory_diagnostics = лабораториялык диагностика
