# How firm the words are: the nine stages that are kept.
stage-S0 = упомянуто
stage-S1 = обсуждалось
stage-S2 = интерес или просьба
stage-S3 = предложено
stage-S4 = планируется или прорабатывается
stage-S5 = согласовано
stage-S6 = согласовано с количеством и сроком
stage-S7 = в подписанном документе
stage-S8 = в силе или профинансировано

# The five words a reader sees.
shown-raised = Обсуждалось
shown-intended = Намерение
shown-agreed = Согласовано
shown-signed = Подписано
shown-in_force = В силе
stage-of = ступень { $n } из 5
promise-counted = Считается обещанием
promise-not-counted = Не считается обещанием

# What happened.
delivery-not_due = срок не наступил
delivery-in_progress = исполняется
delivery-partly_delivered = исполнено частично
delivery-delivered_claimed = исполнено, по заявлению стороны
delivery-verified = исполнение проверено
delivery-suspended = приостановлено
delivery-lapsed = срок истёк без исполнения
delivery-renegotiated = заменено новым обязательством

# What a person judged.
verdict-not_rated = не оценено
verdict-on_track = по плану
verdict-at_risk = под угрозой
verdict-kept = выполнено
verdict-kept_in_part = выполнено частично
verdict-broken = нарушено
verdict-unverifiable = проверить невозможно

# The state of a commitment, as a chip.
state-reported = Есть отчёт
state-behind = Отставание
state-no_report = Нет отчёта
state-due_this_year = Срок в этом году
state-talks = Только переговоры
state-delivered = Исполнено
state-intended = Не обязывает
state-lapsed = Срок истёк
state-replaced = Заменено

# What a commitment is about.
topic-treatment = лечение
topic-residency = ординатура
topic-internship = стажировка
topic-training = обучение
topic-expert_exchange = обмен экспертами
topic-facility = медицинское учреждение
topic-instrument = международный документ
topic-regulation = регулирование
topic-medicines_register = реестр лекарственных средств
topic-localisation = локализация производства
topic-working_group = рабочая группа
topic-multilateral_body = многосторонний орган
topic-digital_health = цифровое здравоохранение
topic-supply = поставки
topic-research = научные исследования
topic-other = другое

# Through whom the places of a quota are given, and over which period.
channel-embassy = через посольство
channel-ministry = через министерство
channel-any = без разделения по каналам
per-once = единовременно
per-year = ежегодно
per-month = ежемесячно

# Sources.
source_kind-communique = коммюнике
source_kind-press_release = пресс-релиз
source_kind-treaty_text = текст договора
source_kind-law = закон или правовой акт
source_kind-letter = письмо
source_kind-report = отчёт
source_kind-news = новость
source_kind-table = таблица
tier-1 = текст самого документа
tier-2 = официальное сообщение стороны
tier-3 = агентство со ссылкой на сторону
tier-4 = другой источник

# Parties and people.
party_kind-state = государство
party_kind-ministry = министерство
party_kind-organisation = организация
party_kind-company = компания
party_kind-university = университет
party_kind-hospital = больница
role-administrator = администратор
role-officer = сотрудник по соглашениям
role-reader = читатель
role-auditor = аудитор
role-partner = партнёр
role-applicant = заявитель
role-public = посетитель

# Rules that find two sources at odds, and what became of a conflict.
rule-C1 = Разные значения
rule-C2 = Разные даты одного акта
rule-C3 = «Впервые», хотя более раннее событие уже учтено
rule-C4 = Ступени не согласуются
rule-C5 = Сумма частей не равна целому
rule-C6 = Срок перенесён или не назван
rule-C7 = Разные перечни пунктов
rule-C8 = Языковые версии расходятся
rule-C9 = То же число отнесено к другой стране или учреждению
rule-C10 = Ссылка на отменённый или неизвестный акт
conflict-open = открыто
conflict-explained = объяснено: верны оба сведения
conflict-resolved = разрешено: выбрано одно из двух
conflict-standing = остаётся неразрешённым

# The nine fields of the talks of February 2026.
specialty-neurosurgery = нейрохирургия
specialty-oncology = онкология
specialty-cardiac_surgery = кардиохирургия
specialty-obstetrics_gynaecology = акушерство и гинекология
specialty-anaesthesiology_intensive_care = анестезиология, реаниматология и интенсивная терапия
specialty-neonatology = неонатология
specialty-paediatrics = педиатрия
specialty-genetics = генетика
specialty-laboratory_diagnostics = лабораторная диагностика
