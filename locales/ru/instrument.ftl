# Instruments: from the first draft to the last day in force.
nav-instruments = Документы
instruments-title = Международные документы
instruments-lead = Меморандумы, соглашения, протоколы и планы. Действует ли документ, вычисляется по действиям сторон.
instruments-none = Подходящих документов нет. Уберите часть условий или внесите документ по фрагменту, где о нём говорится.
instruments-csv = Документы в CSV
instruments-iati = Подписанные документы для IATI 2.03 (XML)
instrument-iia = Соглашение с местами по образцу Erasmus Without Paper (XML)
agreements-title = Опубликованные документы
agreements-lead = Только то, что опирается на опубликованные фрагменты. Действует ли документ, вычисляется по действиям сторон.
agreements-none = Пока не опубликован ни один документ.
agreements-all = Документы
stands-in = Закреплено в документе
instrument-col-title = Документ
instrument-kind = Вид
instrument-level = Уровень
instrument-standing = Состояние
instrument-dates = Даты
instrument-filter-soon = срок уведомления, конец или продление в ближайшие 90 дней
instrument-row-force = действует с: { $date }
instrument-row-signed = подписание: { $date }
instrument-row-none = даты нет в записях
instrument-row-notice = уведомить до: { $date }
instrument-row-ends = прекращается: { $date }
instrument-row-renews = продлевается: { $date }
instrument-row-differ = источники расходятся
instrument-held-by = { $agency }, без ответа: { $days }
instrument-overdue-by = просрочено: { $days }
instrument-between = между { $from } и { $to }

# What kind of document, between whom.
instrument_type-agreement = межправительственное соглашение
instrument_type-interagency_agreement = межведомственное соглашение
instrument_type-memorandum = меморандум о взаимопонимании
instrument_type-protocol = протокол
instrument_type-plan = дорожная карта или план действий
instrument_type-programme = программа или стратегия
instrument_type-statement = письмо, совместное заявление или декларация
instrument_type-notes = обмен нотами
instrument_type-other = иной документ
instrument_level-state = межгосударственный
instrument_level-government = межправительственный
instrument_level-ministry = между министерствами
instrument_level-agency = между ведомствами
instrument_level-institution = между учреждениями

# Where it stands, in one word.
instrument_standing-prepared = готовится
instrument_standing-drafted = проект
instrument_standing-returned = возвращён с замечаниями
instrument_standing-in_approval = на согласовании
instrument_standing-text_agreed = текст согласован сторонами
instrument_standing-initialled = парафирован
instrument_standing-approved_unsigned = одобрен, не подписан
instrument_standing-partly_signed = подписан не всеми
instrument_standing-signed = подписан
instrument_standing-awaiting_ratification = ожидает ратификации
instrument_standing-awaiting_notification = ожидает уведомления
instrument_standing-awaiting_date = вступит в силу позже
instrument_standing-provisional = применяется временно
instrument_standing-in_force_reported = действует, по сообщению источника
instrument_standing-in_force = действует
instrument_standing-denounced = подано уведомление о выходе
instrument_standing-expired = срок истёк
instrument_standing-terminated = прекращён
instrument_standing-replaced = заменён
instrument_standing-given_up = отложен без подписания

# What a party did.
act_kind-draft_approved = Одобрение проекта
act_kind-full_powers = Полномочия на подписание
act_kind-initialled = Парафирование
act_kind-signed = Подписание
act_kind-parliament = Принятие парламентом
act_kind-ratified = Ратификация
act_kind-approved = Утверждение или принятие
act_kind-acceded = Присоединение
act_kind-notified = Уведомление
act_kind-denounced = Уведомление о выходе
change_kind-amended = Изменён
change_kind-replaced = Заменён
change_kind-ended = Прекращён сторонами
change_kind-given_up = Отложен до подписания
approval_answer-agreed = согласовано
approval_answer-remarks = возвращено с замечаниями
approval_answer-refused = отказано
text_side-home = Наша сторона
text_side-partner = Партнёр
instrument_entry-on_signature = после подписания всеми
instrument_entry-on_last_notification = с последнего уведомления
instrument_entry-after_ratifications = после числа ратификаций
instrument_entry-on_date = с указанной даты
instrument_ending-any_time = в любое время
instrument_ending-end_of_term = к концу срока
length_unit-day = дни
length_unit-month = месяцы
length_unit-year = годы
language_name-kk = казахский
language_name-ky = кыргызский
language_name-ru = русский
language_name-en = английский
language_name-tr = турецкий
language_name-uz = узбекский
language_name-tg = таджикский
language_name-tk = туркменский
language_name-zh = китайский
language_name-ar = арабский
language_name-fr = французский
language_name-de = немецкий

# Why it stands where it does.
instrument-why-on_signature = Действует с: { $since }. Основание: последняя подпись, { $last } ({ $by }).
instrument-why-on_date = Действует с: { $since }. Основание: дата из текста после последней подписи, { $last } ({ $by }).
instrument-why-on_last_notification = Действует с: { $since }. Основание: последнее уведомление получено { $last } ({ $by }).
instrument-why-on_last_notification-wait = Действует с: { $since }. Основание: последнее уведомление получено { $last } ({ $by }) + { $wait }.
instrument-why-after_ratifications = Действует с: { $since }. Основание: набрано число ратификаций, { $last } ({ $by }).
instrument-why-after_ratifications-wait = Действует с: { $since }. Основание: набрано число ратификаций, { $last } ({ $by }) + { $wait }.
instrument-why-over = Документ больше никого не связывает.
instrument-why-reported = По сообщению источника, действует с: { $date }. Действий, которые это подтвердили бы, в записях нет, поэтому это не вычислено.
instrument-why-unstated = Действует ли документ, не вычислено: в записях нет фрагмента об условиях вступления в силу.
instrument-missing-signature = Ещё не действует. Нет в записях подписи: { $of }.
instrument-missing-consent = Ещё не действует. Не хватает ратификаций: { $n }. Нет в записях: { $of }.
instrument-missing-notification = Ещё не действует. Нет в записях уведомления: { $of }.

# Its way.
instrument-way = Состояние
instrument_step-recorded = В записях
instrument_step-approved = Согласован внутри страны
instrument_step-signed = Подписан
instrument_step-ratified = Ратифицирован
instrument_step-notified = Уведомления получены
instrument_step-in_force = Вступил в силу
instrument_step-ends = Прекращается
instrument_step-terminated = Прекращён
instrument_step-replaced = Заменён
instrument_step-given_up = Отложен
instrument-step-open = нет в записях
instrument-step-part = { $n } из { $of }
instrument-step-reported = { $date }, по сообщению источника

# Who holds it.
instrument-who-holds = У кого проект
instrument-agency = Ведомство
instrument-sent = Отправлен
instrument-due = Срок ответа
instrument-no-due = срок не указан
instrument-state = Ответ
instrument-holds = ответа в записях нет
instrument-held-for = рассматривается: { $days }
instrument-held-least = без ответа не менее: { $days }
instrument-answered-on = ответ получен: { $date }

# Parties, texts, clause.
instrument-who-did-what = Стороны и их действия
instrument-who-did-what-note = Каждая дата ведёт к фрагменту
instrument-party = Сторона
instrument-parties = Стороны
instrument-not-on-record = нет в записях
instrument-texts = Редакции текста
instrument-texts-note = Одобрение относится только к одному содержанию
instrument-approvals = Одобрили
instrument-text-present = действующая редакция
instrument-not-approved = не одобрено
instrument-void = утратило силу: есть новая редакция
instrument-alarms = На что обратить внимание
instrument-alarm-notice = Последний день уведомления: { $date }
instrument-alarm-ends = Не действует с: { $date }
instrument-alarm-renews = Продлевается: { $date }
instrument-alarm-force = Источник называет другую дату вступления в силу
instrument-alarm-force-note = Названо: { $date }. Остаётся вычисленная дата; расхождение надо выяснить.
instrument-alarm-reports = Источники расходятся в дате
instrument-unsigned-note = Согласования завершены; подписи в записях нет.
instrument-in-days = осталось: { $days }
instrument-subject = Предмет
instrument-subject-hint = Специальность или предмет словами.
instrument-languages = Языки подлинников
instrument-depositary = Депозитарий
instrument-depositary-hint = Только если назван.
instrument-provisional = Временное применение
instrument-provisional-signature = с подписания
instrument-provisional-date = с указанного дня
instrument-provisional-day = День начала временного применения
instrument-ends = Не действует с
instrument-renews = Ближайшее продление
instrument-notice-by = Последний день уведомления
instrument-clause = Условия действия
instrument-clause-none = В записях нет фрагмента о вступлении в силу, сроке и прекращении.
instrument-entry = Вступление в силу
instrument-entry-hint = Оставьте пустым, если во фрагменте не сказано.
instrument-entry-date = Дата вступления в силу
instrument-count = Число ратификаций
instrument-count-hint = Только если нужно число ратификаций.
instrument-wait = Через сколько после последнего действия
instrument-unit-of = Единица: { $what }
instrument-duration = Срок действия
instrument-until = Последний день или год
instrument-until-hint = Для планов и программ, например 2026.
instrument-renewal = Каждый раз продлевается на
instrument-notice = Срок уведомления
instrument-ending = Выход возможен
instrument-since = Действует в этой редакции с
instrument-since-hint = Только если условия изменены поправкой.
instrument-commitments = Обязательства в нём
instrument-related = Связанные документы
instrument-parent = Изменяет, заменяет или дополняет
instrument-parent-hint = Для протоколов, поправок и новых документов.
instrument-child = Изменяет, заменяет или дополняет этот документ
instrument-public-yes = Всем видно то, что опирается на опубликованные фрагменты.

# The history.
instrument-h-entered = Внесён в записи
instrument-h-clause = Условия действия
instrument-h-act = { $party }: { $act }, { $date }
instrument-h-force = Названная дата вступления в силу: { $date }
instrument-h-change = { $what }: { $date }
instrument-h-draft = Новая редакция текста: { $name }
instrument-h-approved = { $side }: одобрен текст { $hash }
instrument-h-sent = Проект отправлен: { $agency }, { $date }
instrument-h-answer = { $agency }: { $answer }
instrument-h-link = В нём закреплено обязательство

# What can be done.
instrument-enter = Внести документ
instrument-enter-lead = По фрагменту, где о нём говорится. Действия сторон вносятся потом, каждое со своим фрагментом.
instrument-describe-lead = Прежнее описание остаётся в журнале.
instrument-do-act = Внести действие стороны
instrument-act-lead = Подписание, ратификация, уведомление: как сообщает фрагмент. Действует ли документ, следует из этого.
instrument-do-clause = Внести условия действия
instrument-clause-lead = Вступление в силу, срок и прекращение, как сказано в тексте. О чём не сказано, остаётся пустым.
instrument-do-send = Отправить проект в ведомство
instrument-send-lead = Страница покажет, у кого проект и сколько дней.
instrument-do-answer = Внести ответ
instrument-answer-lead = На каждую отправку один ответ. Возвращённый проект отправляется заново.
instrument-do-draft = Добавить редакцию текста
instrument-draft-lead = Одобрение относится к одному содержанию. Новая редакция отменяет прежние одобрения.
instrument-do-approve = Одобрить текст
instrument-approve-lead = Одобряется именно это содержание. Если текст изменится, одобрение утратит силу.
instrument-approve-what = { $name }, SHA-256 { $hash }
instrument-do-force = Внести названную дату вступления в силу
instrument-force-lead = Она стоит рядом с вычисленной датой и ничего в ней не меняет.
instrument-force-on = Названная дата
instrument-do-change = Внести изменение или прекращение
instrument-change-lead = Изменён, заменён, прекращён сторонами или отложен до подписания.
instrument-do-link = Связать обязательство
instrument-link-lead = Фрагмент говорит, что обязательство закреплено в этом документе.
instrument-do-withdraw = Отозвать факт
instrument-withdraw-lead = Ошибочно внесённый факт больше не учитывается. Он остаётся в журнале.
instrument-publish-lead = Все увидят то, что опирается на опубликованные фрагменты. Проекты, их одобрения и ответы без фрагмента остаются внутри.
instrument-unpublish-lead = Документ будет виден только с учётной записью.

# Forms.
instrument-part-what = Что это за документ
instrument-part-title = Название
instrument-part-about = О чём он
instrument-part-source = Где об этом сказано
instrument-part-letter = Где об этом сказано, если сказано
instrument-part-act = Что сделала сторона
instrument-part-entry = Вступление в силу
instrument-part-term = Срок и прекращение
instrument-part-force = Названная дата
instrument-part-change = Что с ним стало
instrument-part-link = Обязательство
instrument-part-approve = Одобрение
instrument-part-send = Отправка
instrument-part-answer = Ответ
instrument-parties-hint = Не менее двух, включая партнёра.
instrument-title-kk = На казахском
instrument-title-ky = На кыргызском
instrument-title-ru = На русском
instrument-title-en = На английском
instrument-act = Действие
instrument-on = Когда
instrument-on-hint = Так точно, как названо: 15.03.2026, 2026-03 или 2026.
instrument-place = Где
instrument-note-hint = Например, номер постановления или кто уполномочен.
instrument-change = Что с ним стало
instrument-by = Каким документом
instrument-draft-name = Название редакции
instrument-draft-name-hint = Например, имя файла.
instrument-draft-file = Файл
instrument-draft-file-hint = До 4 МБ. Или вставьте текст ниже.
instrument-draft-text = Текст
instrument-draft-note = Что изменилось
instrument-side = Чьё одобрение
instrument-matter = Что рассмотреть
instrument-answer = Ответ
instrument-answer-on = Дата ответа
instrument-remark = Замечания
instrument-fact = Факт

# The overview.
decision-held-note = Дольше 30 дней или срок ответа прошёл
decision-notice-note = После этого дня документ продлевается
decision-ends-note = Срок действия заканчивается
decision-unsigned-note = Согласования завершены

# Why a rule says no.
refusal-instrument-kind-unknown = Выберите вид документа.
refusal-instrument-level-unknown = Выберите уровень документа.
refusal-instrument-act-unknown = Выберите, что сделала сторона.
refusal-instrument-change-unknown = Выберите, что стало с документом.
refusal-instrument-answer-unknown = Выберите, что ответило ведомство.
refusal-instrument-entry-unknown = Выберите, когда документ вступает в силу.
refusal-instrument-ending-unknown = Выберите, когда возможен выход.
refusal-instrument-provisional-unknown = Выберите начало временного применения.
refusal-instrument-side-unknown = Выберите, чьё это одобрение.
refusal-instrument-unknown = В вашем реестре нет такого документа. Выберите из списка.
refusal-instrument-two-parties = У документа не менее двух сторон, каждая названа один раз. Выберите их.
refusal-instrument-not-a-party = { $party } не является стороной документа. Сначала добавьте её в стороны.
refusal-instrument-act-before = Даты идут не по порядку: раннее действие этой стороны датировано { $earlier }, позднее: { $later }. Проверьте обе.
refusal-instrument-date-ahead = Дата позже публикации источника или в будущем. Внесите день, когда это произошло.
refusal-instrument-entered-already = Документ уже внесён. Откройте его страницу.
refusal-instrument-not-entered = Документ ещё не внесён. Сначала внесите его.
refusal-instrument-clause-there = Условия с этого дня уже внесены. Сначала отзовите их или внесите день поправки.
refusal-instrument-clause-empty = Условия пусты. Внесите вступление в силу, срок или прекращение.
refusal-instrument-count-range = Столько ратификаций не набрать: число сторон { $most }. Внесите число от 1 до него.
refusal-instrument-count-missing = Внесите, сколько ратификаций требуется.
refusal-instrument-two-terms = Внесите срок либо последний день, не то и другое.
refusal-instrument-renewal-alone = Для продления нужен срок. Внесите срок или последний день.
refusal-instrument-ending-alone = Для конца срока нужен срок. Внесите срок или последний день.
refusal-instrument-itself = Документ не изменяет сам себя. Выберите другой.
refusal-instrument-ended = Документ прекращён { $day }, после этого изменить его нельзя. Проверьте дату.
refusal-instrument-signed-already = Все стороны подписали. Текст больше нельзя менять, одобрять или откладывать.
refusal-instrument-draft-same = У действующей редакции то же содержание. Выберите другой файл или текст.
refusal-instrument-draft-large = Файл слишком велик. Предел в байтах: { $max }.
refusal-instrument-no-draft = Одобрять пока нечего. Сначала добавьте редакцию.
refusal-instrument-text-old = Появилась новая редакция текста. Откройте страницу и прочтите её до одобрения.
refusal-instrument-text-approved-already = Эта сторона уже одобрила этот текст.
refusal-instrument-side-other = Вы одобряете только от имени партнёра.
refusal-instrument-letter-missing = Для одобрения партнёра нужно письмо. Выберите источник и приведите фрагмент.
refusal-instrument-held-already = Проект уже у этого ведомства. Сначала внесите его ответ.
refusal-instrument-due-before = Срок ответа не может быть раньше отправки. Проверьте обе даты.
refusal-instrument-no-step = Такой отправки нет. Выберите из списка.
refusal-instrument-answered-already = На эту отправку ответ уже есть. Возвращённый проект отправьте заново.
refusal-instrument-answer-before = Ответ не может быть раньше отправки. Проверьте дату.
refusal-instrument-remark-missing = Внесите замечания или причину, чтобы их учли в следующем проекте.
refusal-instrument-linked-already = Это обязательство уже связано.
refusal-instrument-fact-stays = Исходный фрагмент и редакции текста не отзываются. Добавьте новую редакцию или исправьте описание.
refusal-instrument-no-such-fact = Такого факта нет, или он отозван. Выберите из списка.
refusal-length-range = Внесите целое число от 1 до { $most }.
refusal-length-unit-unknown = Выберите дни, месяцы или годы.

# The journal.
thing-instrument = Документ
entry-instrument_entered = Документ внесён
entry-instrument_described = Описание исправлено
entry-instrument_clause_stated = Внесены условия действия
entry-instrument_acted = Внесено действие стороны
entry-instrument_force_reported = Внесена названная дата вступления в силу
entry-instrument_changed = Внесено изменение или прекращение
entry-instrument_drafted = Добавлена редакция текста
entry-instrument_text_approved = Текст одобрен
entry-instrument_sent = Проект отправлен в ведомство
entry-instrument_answered = Ведомство ответило
entry-instrument_linked = Обязательство связано
entry-instrument_fact_withdrawn = Факт отозван
entry-instrument_published = Документ опубликован
entry-instrument_unpublished = Документ снят с публикации

# Counted things.
instrument-days = { $n ->
    [one] { $n } день
    [few] { $n } дня
   *[other] { $n } дней
}
instrument-months = { $n ->
    [one] { $n } месяц
    [few] { $n } месяца
   *[other] { $n } месяцев
}
instrument-years = { $n ->
    [one] { $n } год
    [few] { $n } года
   *[other] { $n } лет
}
instrument-step-held = { $n ->
    [one] в { $n } ведомстве
    [few] в { $n } ведомствах
   *[other] в { $n } ведомствах
}
decision-held = { $n ->
    [one] { $n } проект задержан
    [few] { $n } проекта задержаны
   *[other] { $n } проектов задержано
}
decision-notice = { $n ->
    [one] { $n } срок уведомления в ближайшие 90 дней
    [few] { $n } срока уведомления в ближайшие 90 дней
   *[other] { $n } сроков уведомления в ближайшие 90 дней
}
decision-ends = { $n ->
    [one] { $n } документ прекращается в ближайшие 90 дней
    [few] { $n } документа прекращаются в ближайшие 90 дней
   *[other] { $n } документов прекращаются в ближайшие 90 дней
}
decision-unsigned = { $n ->
    [one] { $n } документ одобрен и не подписан
    [few] { $n } документа одобрены и не подписаны
   *[other] { $n } документов одобрены и не подписаны
}
