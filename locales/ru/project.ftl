# Projects: typed milestones, slip, baselines.
nav-projects = Проекты
projects-title = Совместные проекты
projects-lead = Что строится, открывается или создаётся. «Построено», «лицензировано», «работает» и «открыто» — отдельные вехи.
projects-none = Подходящих проектов нет. Уберите часть условий или начните проект.
projects-csv = Вехи в CSV
progress-title = Опубликованные проекты
progress-lead = Только то, что опирается на опубликованные отрывки. Веха без даты показана как отсутствующая.
progress-none = Пока не опубликован ни один проект.
project-begin = Начать проект
project-begin-lead = Проект собирает вехи обещанного. Даты вносятся потом, каждая со своим отрывком.
project-col-title = Проект
project-milestones = Вехи
project-milestone = Веха
project-having = С вехами
project-reached-of = достигнуто вех: { $n } из { $of }
project-n-overdue = { $n ->
    [one] { $n } просрочена
    [few] { $n } просрочены
   *[other] { $n } просрочено
}
project-n-slipped = { $n ->
    [one] { $n } сдвинута позже
    [few] { $n } сдвинуты позже
   *[other] { $n } сдвинуто позже
}
project-n-too-early = { $n ->
    [one] { $n } раньше, чем позволяет цепочка
    [few] { $n } раньше, чем позволяет цепочка
   *[other] { $n } раньше, чем позволяет цепочка
}
project-n-undated = { $n ->
    [one] { $n } без даты
    [few] { $n } без даты
   *[other] { $n } без даты
}
project-n-due = { $n ->
    [one] { $n } со сроком в ближайшие 90 дней
    [few] { $n } со сроком в ближайшие 90 дней
   *[other] { $n } со сроком в ближайшие 90 дней
}
project-n-dated = { $n ->
    [one] { $n } веха с датой
    [few] { $n } вехи с датой
   *[other] { $n } вех с датой
}
served-by = Проект
project-serves = Чему служит
project-state = Что достигнуто
project-cells-note = Каждая веха достигается сама по себе; одна не заменяет другую.
project-cell-not-planned = нет в плане
project-cell-part = { $n } из { $of }, последняя: { $date }
project-plan-note = Рисунок построен по таблице
project-no-milestones = Вех пока нет. Добавьте первую.
project-on = Дата
project-slip = Сдвиг
project-picture = Рисунок
project-critical = определяет срок окончания
project-no-day = даты в записях нет

# By how much a day moved.
project-slip-same = без сдвига
project-slip-later = позже: { $days }
project-slip-earlier = раньше: { $days }
project-slip-later-range = позже: от { $least } до { $most }
project-slip-earlier-range = раньше: от { $least } до { $most }
project-slip-either = раньше до: { $early }, позже до: { $late }
project_unknown-no_date_then = прежней даты нет
project_unknown-no_date_now = даты больше нет
project_unknown-approximate = не сосчитать: дата лишь приблизительна
project_unknown-not_then = в прежнем плане нет
project_unknown-not_now = в плане больше нет
project-first-said = сначала называли: { $date }
project-in-baseline = в базовом плане: { $date }
project-began = работа начата: { $date }
project-chain = по цепочке не раньше: { $date }, после вехи: { $by }
project-chain-undated = { $n ->
    [one] перед ней { $n } веха без даты
    [few] перед ней { $n } вехи без даты
   *[other] перед ней { $n } вех без даты
}
project-moved = { $n ->
    [one] перенос: { $n } раз
    [few] перенос: { $n } раза
   *[other] перенос: { $n } раз
}
project-moved-total = { $times }; всего: { $total }
project-chain-title = Что определяет окончание
project-chain-note = Считается по самым ранним дням, которые допускают сообщения и зависимости.

# Baselines and what a plan is held against.
project-against = Сдвиг относительно
project-against-first = первой названной даты
project-with = Базовый план сравнить с
project-now = нынешним планом
project-compare = Сравнить
project-compared = Сравнение двух планов
project-no-baseline = На этот день такого базового плана в записях нет. Сдвиг показан относительно первой названной даты.
project-baselines = Базовые планы
project-baselines-note = Зафиксированные планы не меняются и не удаляются
project-baseline-name = Название
project-baseline-name-hint = Например: «Решение Кабинета министров»
project-baseline-day = Как было известно на день
project-baseline-day-hint = Прежний день, чтобы зафиксировать опубликованное к нему. Пусто: нынешний план.
project-baseline-known = как было известно на { $date }
project-frozen = Зафиксирован
project-alarm-too-early = ожидается раньше, чем позволяет цепочка, на: { $days }; не раньше: { $date }
project-alarm-order = достигнута раньше той, которой должна ждать: { $before }
project-alarm-differ = источники расходятся в дате
project-alarm-due = срок: { $date }, осталось: { $days }

# Forms.
project-site = Место
project-site-hint = Город или учреждение; оставьте пустым, если место не названо
project-template = Шаблон
project-template-hint = Даёт вехи и зависимости, но не даты. Оставьте пустым, чтобы начать вручную.
project-phase-n = Этап { $n }
project-phase = Этап
project-phase-hint = Число от 0 до 99
project-kind = Вид
project-kind-hint = Один вид не заменяет другой: построенное ещё не лицензировано.
project-part-what = Проект
project-part-shape = Состав
project-part-serves = Чему служит
project-part-milestone = Веха
project-part-day = Дата
project-aspect = Что сообщается
project-aspect-hint = Для прогноза нужна причина. Сказанное раньше не стирается.
project-on-hint = Настолько точно, как сказано: 2030, 2026-06 или 15.06.2026. Пусто только в прогнозе, где даты больше нет.
project-reason = Причина
project-reason-hint = Почему дата сдвинулась или чем подтверждено
project-after = Ждёт
project-before = Чего
project-lag = Дней между ними
project-lag-hint = Не меньше стольких дней между вехами. Пусто: нисколько.
project-dependency = Зависимость
project-waits = { $after } ← { $before }
project-do-say = Внести дату
project-do-milestone = Добавить веху
project-do-rename = Исправить
project-do-remove = Убрать веху
project-do-depend = Добавить зависимость
project-do-undepend = Убрать зависимость
project-do-freeze = Зафиксировать базовый план
project-do-link = Связать с обязательством или документом
project-describe-lead = Описание проекта. Вехи и даты остаются как есть.
project-milestone-lead = У вехи есть вид и название. Даты вносятся потом.
project-rename-lead = Базовые планы сохраняют прежние название и вид.
project-remove-lead = Веха уходит из плана с датами и зависимостями. Базовые планы и журнал её сохраняют.
project-depend-lead = Одна веха не может быть достигнута раньше другой. Цепочка показана рядом с тем, что говорят, и ничего не стирает.
project-undepend-lead = Веха больше не ждёт. Даты остаются.
project-say-lead = Что сказано о дате вехи. Для публичного нужен отрывок; без него это видит только реестр.
project-freeze-lead = План сохраняется как есть, с хешем. Он не меняется и не удаляется.
project-link-lead = Выберите одно: обязательство или документ.
project-withdraw-lead = Для внесённого по ошибке. Остаётся в журнале, но больше не считается. Базовые планы не отзываются.
project-publish-lead = Все увидят вехи и даты, опирающиеся на опубликованные отрывки; без причин и зависимостей.

# History.
project-h-begun = Проект начат
project-h-said = { $milestone }: { $aspect }: { $date }
project-h-moved = Сдвиг: { $slip }
project-h-frozen = Зафиксирован базовый план: { $name }, хеш { $hash }
project-h-serves = Служит:
project-entered-by = Внесено: { $time }, { $who }

# The picture.
gantt-expected = запланировано или ожидается
gantt-reached = достигнуто
gantt-started = работа
gantt-rough = известно лишь с точностью до месяца, года или примерно
gantt-slip = сдвиг
gantt-chain = не раньше, по цепочке
gantt-none = даты в записях нет
gantt-today = день страницы: { $date }
gantt-first = первая названная дата

# Kinds of milestones, what is said of them, how far they are.
milestone_kind-decision = решение
milestone_kind-regulation = правовое регулирование
milestone_kind-agreement = соглашение
milestone_kind-funding = финансирование
milestone_kind-design = проектирование
milestone_kind-permit = разрешение на строительство
milestone_kind-construction = строительство
milestone_kind-equipment = оборудование
milestone_kind-licence = лицензия
milestone_kind-staff = кадры
milestone_kind-commissioning = ввод в работу
milestone_kind-first_patient = первый пациент
milestone_kind-ceremony = церемония открытия
milestone_kind-audit = аудит
milestone_aspect-planned = запланировано
milestone_aspect-forecast = прогноз
milestone_aspect-started = работа начата
milestone_aspect-claimed = достигнуто, по сообщению
milestone_aspect-confirmed = достигнуто, проверено
milestone_progress-undated = без даты
milestone_progress-expected = ожидается
milestone_progress-started = в работе
milestone_progress-claimed = достигнуто, по сообщению
milestone_progress-confirmed = достигнуто, проверено
project_standing-empty = вех нет
project_standing-all_reached = все достигнуты, по сообщениям
project_standing-overdue = просрочен
project_standing-slipped = сдвинут позже
project_standing-undated = не хватает дат
project_standing-on_plan = по плану
project_having-overdue = просроченными
project_having-slipped = сдвинутыми позже
project_having-undated = без даты
project_having-too_early = раньше, чем позволяет цепочка
project_having-due = со сроком в ближайшие 90 дней

# The template of a nuclear medicine centre, after the milestones of the International Atomic Energy Agency.
project_template-nuclear_medicine_centre = Центр ядерной медицины с циклотроном
nuclear_phase-0 = Подготовка
nuclear_phase-1 = Решение
nuclear_phase-2 = Регулирование и соглашения
nuclear_phase-3 = Проектирование
nuclear_phase-4 = Кадры
nuclear_phase-5 = Строительство и оборудование
nuclear_phase-6 = Ввод в работу
nuclear_phase-7 = Аудит
project_step-memorandum = Меморандум
project_step-generator = Первый генератор технеция
project_step-department = Отделение ОФЭКТ
project_step-radiopharmacy = Радиофармацевтическая лаборатория, уровень 1
project_step-groundwork_licences = Лицензии отделения
project_step-department_patient = Первый пациент отделения
project_step-generator_supply = Регулярные поставки генераторов
project_step-needs = Потребности и технико-экономическое обоснование
project_step-site = Выбор площадки
project_step-state_decision = Решение государства
project_step-state_plan = Включение в государственный план
project_step-radiation_law = Закон о радиационной безопасности
project_step-gmp = Надлежащая производственная практика для радиофармпрепаратов
project_step-centre_agreement = Межправительственное или инвестиционное соглашение
project_step-financing = Финансирование
project_step-concept = Концептуальный проект
project_step-shielding = Проект радиационной защиты
project_step-licence_build = Разрешение на строительство
project_step-physicists = Медицинские физики
project_step-radiopharmacists = Радиофармацевты
project_step-technologists = Технологи
project_step-construction = Строительство здания
project_step-cyclotron = Циклотрон
project_step-hot_cells = Горячие камеры
project_step-pet_ct = ПЭТ/КТ
project_step-site_acceptance = Приёмочные испытания на площадке
project_step-validation_batches = Валидационные серии
project_step-licence_operate = Лицензия на работу
project_step-first_patient = Первый пациент центра
project_step-quanum_baseline = Аудит QUANUM: первый
project_step-quanum_follow = Аудит QUANUM: повторный

# Why a rule says no.
refusal-project-begun-already = Проект уже начат. Откройте его страницу.
refusal-project-not-begun = Проект ещё не начат. Сначала начните его.
refusal-project-two-parties = У проекта не менее двух сторон, каждая названа один раз. Выберите их.
refusal-project-template-unknown = Такого шаблона нет. Выберите из списка или оставьте пустым.
refusal-project-kind-unknown = Выберите вид вехи.
refusal-project-aspect-unknown = Выберите, что сообщается.
refusal-project-phase-range = Этап — целое число от 0 до { $most }.
refusal-project-lag-range = Дни между вехами — целое число от 0 до { $most }.
refusal-project-no-milestone = Такой вехи в плане нет. Выберите из списка.
refusal-project-milestone-there = Веха уже есть в плане. Откройте страницу заново.
refusal-project-too-many = В проекте не более { $most } вех. Для остальных начните другой проект.
refusal-project-cycle = Получится круг: { $path }. Веха не может ждать саму себя. Сначала уберите одну из этих зависимостей.
refusal-project-waits-for-itself = Веха не может ждать саму себя. Выберите две разные.
refusal-project-depends-already = Эта зависимость уже есть. Чтобы изменить число дней, сначала уберите её.
refusal-project-no-dependency = Такой зависимости нет. Откройте страницу заново.
refusal-project-reason-missing = Для прогноза нужна причина. Напишите, почему ожидается эта дата.
refusal-project-day-missing = Укажите дату так точно, как она названа. Без даты может быть только прогноз.
refusal-project-date-ahead = К дню сообщения эта дата ещё не наступила. То, чего не было, — план или прогноз.
refusal-project-evidence-missing = Для проверенного нужно основание. Дайте отрывок или напишите, чем подтверждено.
refusal-project-baseline-hash = Хеш не соответствует плану. Откройте страницу заново и зафиксируйте ещё раз.
refusal-project-baseline-name = Базовый план с таким названием уже есть. Выберите другое.
refusal-project-baseline-empty = На этот день вех ещё не было. Выберите более поздний день или сначала добавьте вехи.
refusal-project-baseline-stays = Базовый план остаётся навсегда: его нельзя отозвать или удалить. Зафиксируйте другой.
refusal-project-link-what = Выберите одно из двух: обязательство или документ.
refusal-project-linked-already = Проект уже с ним связан.
refusal-project-no-such-fact = Такой записи нет, или она отозвана. Откройте страницу заново.

# The journal, search and the overview.
entry-project_begun = Проект начат
entry-project_described = Описание проекта исправлено
entry-project_milestone_added = Веха добавлена
entry-project_milestone_described = Веха исправлена
entry-project_milestone_removed = Веха убрана
entry-project_dependency_added = Зависимость добавлена
entry-project_dependency_removed = Зависимость убрана
entry-project_dated = Дата вехи внесена
entry-project_baseline_frozen = Базовый план зафиксирован
entry-project_link_added = Проект связан
entry-project_fact_withdrawn = Запись проекта отозвана
entry-project_published = Проект опубликован
entry-project_unpublished = Публикация проекта отменена
calendar-milestone = Веха: { $name }
thing-project = Проект
things-project = Проекты
decision-milestones-overdue = { $n ->
    [one] { $n } веха просрочена
    [few] { $n } вехи просрочены
   *[other] { $n } вех просрочено
}
decision-milestones-slipped = { $n ->
    [one] { $n } веха сдвинута позже
    [few] { $n } вехи сдвинуты позже
   *[other] { $n } вех сдвинуто позже
}
decision-milestones-too-early = { $n ->
    [one] { $n } веха ожидается раньше, чем позволяет цепочка
    [few] { $n } вехи ожидаются раньше, чем позволяет цепочка
   *[other] { $n } вех ожидается раньше, чем позволяет цепочка
}
decision-milestones-due = { $n ->
    [one] { $n } веха со сроком в ближайшие 90 дней
    [few] { $n } вехи со сроком в ближайшие 90 дней
   *[other] { $n } вех со сроком в ближайшие 90 дней
}
decision-milestones-note = Совместные проекты
