# Applications to calls.
thing-application = Заявка
entry-application_submitted = Заявка подана
entry-application_replaced = Заявка подана повторно
entry-application_supplemented = Добавлены документы
entry-application_returned = Заявка возвращена на исправление
entry-application_judged = Решение направляющей стороны
entry-application_host_verified = Принята принимающей стороной
entry-application_host_refused = Отклонена принимающей стороной
entry-application_withdrawn = Заявка отозвана
entry-application_restored = Отзыв отменён

# What an application is now.
application_stage-submitted = Подана
application_stage-correction = Возвращена на исправление
application_stage-eligible = На рассмотрении комиссии
application_stage-ineligible = Не допущена
application_stage-nominated = У принимающей стороны
application_stage-returned = Возвращена принимающей стороной
application_stage-verified = Принята принимающей стороной
application_stage-refused = Отклонена принимающей стороной
application_stage-not_selected = Не номинирована
application_stage-withdrawn = Отозвана

# Who acts next, and what the reader can do: for the applicant, for an officer, for the host’s side.
application_next-applicant-submitted = Сотрудник министерства проверяет ваши документы. Вам ничего делать не нужно. Пока приём открыт, отправленное можно изменить.
application_next-applicant-correction = Ваша очередь: исправьте перечисленное ниже и отправьте снова до указанного срока. После него заявка не допускается.
application_next-applicant-eligible = Комиссия решает, кого номинировать. Недостающие документы второй группы нужно добавить до этого.
application_next-applicant-ineligible = Заявка дальше не рассматривается. Причина указана ниже.
application_next-applicant-nominated = Вы номинированы. Принимающая сторона проверяет заявку. Порядок ваших предпочтений она не видит.
application_next-applicant-returned = Ваша очередь: принимающая сторона просит исправить перечисленное ниже до указанного срока.
application_next-applicant-verified = Принимающая сторона вас принимает. Места распределяются по правилу набора в указанный в нём срок.
application_next-applicant-refused = Принимающая сторона заявку не приняла. Причина указана ниже.
application_next-applicant-not_selected = В этот раз вы не номинированы. Причина указана ниже.
application_next-applicant-withdrawn = Вы отозвали заявку. В течение 24 часов отзыв можно отменить.
application_next-officer-submitted = Ваша очередь: проверьте документы по правилам набора.
application_next-officer-correction = Заявитель исправляет. До повторной отправки или истечения срока ничего делать не нужно.
application_next-officer-eligible = Ваша очередь: номинируйте или укажите, почему нет.
application_next-officer-ineligible = Дальше не рассматривается.
application_next-officer-nominated = Проверяет принимающая сторона.
application_next-officer-returned = Заявитель исправляет для принимающей стороны.
application_next-officer-verified = Ожидает распределения мест.
application_next-officer-refused = Принимающая сторона не приняла.
application_next-officer-not_selected = Дальше не рассматривается.
application_next-officer-withdrawn = Заявитель отозвал заявку и может отменить отзыв в течение 24 часов.
application_next-host-nominated = Ваша очередь: примите, верните или отклоните с указанием причины.
application_next-host-returned = Заявитель исправляет.
application_next-host-verified = Вы приняли заявку. Места распределяются по правилу набора.
application_next-host-refused = Вы отклонили заявку.
application_next-host-ineligible = Не исправлена в срок.
application_next-host-withdrawn = Заявитель отозвал заявку.

# Why not.
application_reason-rules = Не выполнено правило набора
application_reason-documents = Документ не подтверждает требуемого
application_reason-identity = Личность не удаётся установить
application_reason-employer = Работодатель не поддерживает
application_reason-order = По объявленным критериям впереди другие
application_reason-capacity = У принимающей организации нет возможности
application_reason-profile = Подготовка не соответствует программе
application_reason-other = Другая причина

# Rules that say no.
refusal-application-all-refused = Если не остаётся ни одного места, отклоните заявку и укажите причину.
refusal-application-answers-missing = Ответьте на вопросы набора: без них нельзя сказать, выполнены ли его правила.
refusal-application-choice-twice = Одно место указано дважды. Оставьте его один раз.
refusal-application-choice-unknown = Выбранного места нет в наборе. Выберите из списка.
refusal-application-document-missing = «{ $name }» прилагается к заявке обязательно. Загрузите документ и выберите его здесь.
refusal-application-document-there = Этот документ уже отправлен или прилагался к заявке.
refusal-application-document-unreadable = Файла, выбранного для «{ $name }», нет или он не читается. Загрузите его снова.
refusal-application-due-passed = Срок исправления истёк.
refusal-application-due-past = Укажите будущие день и время.
refusal-application-forgotten = Данные заявителя удалены. О нём больше ничего не записывается.
refusal-application-judgement-unknown = Выберите решение из списка.
refusal-application-loops-over = Заявка уже возвращалась { $most } раза. Решайте по тому, что есть.
refusal-application-no-choice = Выберите хотя бы одно место.
refusal-application-no-consent = Дайте согласие на отправку заявки в страну { $country }: там выбранная вами организация.
refusal-application-holds-place = У вас есть место из предыдущего тура. Откажитесь от него, прежде чем подавать заявку на этот.
refusal-application-not-here = Сейчас это решение принять нельзя: посмотрите, где находится заявка.
refusal-application-not-open = Отправленное сейчас изменить нельзя.
refusal-application-not-sent = Заявка начинается с отправки.
refusal-application-not-withdrawn = Заявка не отозвана.
refusal-application-over = Рассмотрение заявки завершено, отзывать нечего.
refusal-application-reason-unknown = Выберите причину из списка.
refusal-application-rule-fails = По вашим ответам не выполнено правило: «{ $rule }».
refusal-application-sent-already = Заявка уже подана.
refusal-application-soft-missing = «{ $name }» требуется до номинации.
refusal-application-undo-over = Отзыв можно отменить в течение 24 часов. Они истекли.
refusal-application-withdrawn = Заявка отозвана.
refusal-call-not-open = Сейчас по этому набору заявки не принимаются.
refusal-country-unknown = Выберите страну из списка.
refusal-document-broken = Файл обрывается на середине. Загрузите его снова.
refusal-document-empty = Выберите непустой файл.
refusal-document-kind = Принимаются только PDF, JPEG и PNG. Важно содержимое файла, а не его имя.
refusal-document-locked = PDF защищён паролем, его никто не прочтёт. Сохраните его без пароля.
refusal-document-too-large = Файл больше { $most } МБ. Сделайте снимок с меньшим разрешением.
refusal-documents-full = Уже хранится { $most } файлов. Удалите ненужные.
refusal-name-not-latin = Напишите имя латинскими буквами, как в паспорте.
refusal-region-unknown = Выберите область из списка.
refusal-registry-unknown = Выберите свою страну из списка.
refusal-role-applicant-fixed = Учётная запись заявителя не меняет роль; для сотрудника откройте другую.

# Decisions of the sending side.
application_home-eligible = Соответствует правилам
application_home-ineligible = Не соответствует правилам
application_home-nominated = Номинирована
application_home-not_selected = Не номинирована

# Own pages.
nav-my = Мои заявки
my-title = Мои заявки
my-lead = Что вы подали, что начали и какие наборы сейчас открыты.
my-sent = Поданные
my-drafts = Начатые, не отправленные
my-open = Открытые наборы
my-own = Ваши данные
my-none = Пока ничего нет.
my-profile = Профиль
my-profile-lead = Эти данные подставляются в каждую новую заявку. Можно заполнить не полностью.
my-documents = Документы
my-documents-lead = Файлы для заявок. Они зашифрованы вашим личным ключом. Новая версия не удаляет прежнюю.
my-export = Копия моих данных
my-forget = Удалить мои данные
my-forget-do = Удалить навсегда
my-forget-lead = Ваш ключ уничтожается: профиль, документы и заявки больше никто не откроет, даже из копии. Отменить это нельзя, текущие заявки прекращаются.
my-forget-name = Это учётная запись { $name }.

# Registering.
register-title = Регистрация заявителя
register-lead = Нужны адрес электронной почты и пароль. Второй фактор можно подключить позже.
register-country = Ваша страна
register-email-hint = Учётную запись открывают адрес и пароль вместе, поэтому вводите их точно так же.
register-do = Зарегистрироваться

# The person.
person-family = Фамилия латиницей
person-given = Имя латиницей
person-latin = Имя в паспорте
person-latin-hint = Как в паспорте.
person-own-name = Полное имя на родном языке
person-born = Дата рождения
person-born-hint = Например, 15.03.1996.
person-citizenship = Гражданство
person-region = Регион проживания
person-employer = Место работы
person-specialty = Специальность по диплому или сертификату
person-phone = Телефон
person-reuse-title = Следующие заявки
person-reuse = Подставлять профиль в новые заявки

# Documents.
document-file = Файл
document-file-hint = PDF, JPEG или PNG до 8 МБ, одним куском: при обрыве связи ничего не сохраняется и файл отправляется снова.
document-upload = Сохранить документ
document-replaces = Заменяет
document-drop = Удалить
document-earlier = прежняя версия
document-missing = нет
document-there = есть
document-which = Какой документ
document-own = Или уже сохранённый
document-own-hint = Сначала загрузите его в разделе «Документы».

# Choices.
choice-add = Место
choice-add-do = Добавить в список
choice-up = Выше
choice-down = Ниже
choice-out = Убрать
choice-gone = Места больше нет в наборе

# An application.
application-apply = Подать заявку
application-person = Заявитель
application-answers = Вопросы набора
application-no-questions = В этом наборе вопросов нет.
application-choices = Ваш порядок мест
application-choices-note = Первым поставьте самое желанное место. Принимающие стороны порядка не видят, время подачи ни на что не влияет.
application-documents = Документы
application-consents = Куда можно отправить заявку
application-consent = Согласен(на) на отправку моей заявки: { $country }
application-keep = Сохранить
application-kept = Сохранено, но ещё не отправлено.
application-call-closed = Новые заявки сейчас не принимаются.
application-send = Отправить заявку
application-send-note = Проверьте всё выше: именно это будет отправлено.
application-begin-note = Сначала сохраните одну часть, затем заявку можно отправить.
application-lacks = Не отправлено: исправьте перечисленное вверху.
application-discard = Удалить черновик
application-by = Срок: { $at }.
application-size = { $kb } КБ
application-inside = Для руководства: { $text }
application-inside-label = Для руководства; заявитель этого не видит
application-made-up = Вымышлено для демонстрации: такого человека нет.
application-erased = Данные человека удалены: отправленное больше никто не прочтёт.
application-erased-name = Данные удалены
application-as-host = Как видит принимающая сторона
application-as-host-note = Так заявку видит принимающая сторона после номинации. Порядка ваших предпочтений здесь нет.
application-back = Назад к заявке
application-mend = Исправить
application-change = Изменить отправленное
application-mend-lead = Из отправленного создаётся черновик. До повторной отправки ничего не меняется.
application-supplement = Добавить документ
application-supplement-lead = Здесь добавляются документы, которые можно представить позже; остальное не меняется.
application-withdraw = Отозвать
application-withdraw-lead = Рассмотрение прекращается. Отменить отзыв можно в течение 24 часов.
application-restore = Отменить отзыв
application-restore-lead = Рассмотрение продолжится с того же места.
application-judge = Решение
application-judge-lead = При отказе нужны причина и текст для заявителя.
application-decision = Решение
application-return = Вернуть на исправление
application-return-lead = Не более двух раз, каждый раз со списком и сроком.
application-verify = Принять
application-verify-lead = Места распределяются позже по правилу набора.
application-refuse = Отклонить
application-refuse-lead = Заявитель прочтёт причину и ваш текст.
application-reason = Причина
application-reason-hint = Только при отказе.
application-told = Для заявителя
application-told-hint = Обязательно при отказе.
application-defects = Что исправить
application-defects-hint = По одному пункту в строке.
application-due = Срок
application-due-hint = День и время по часам { $zone }, например 15.03.2026 18:00.
application-refused-seats = Места, куда организация не принимает
application-refused-seats-hint = Оставьте пустым, чтобы принять на любое место.
applications-title = Заявки
applications-lead = По номерам квитанций, которые выдаются случайно: время подачи ни на что не влияет.
applications-csv = Таблица CSV
applications-xlsx = Таблица XLSX
applications-more = Дальше

# The receipt.
receipt-title = Квитанция
receipt-number = Номер
receipt-sent = Последняя отправка
receipt-content = Отправленное
receipt-terms = Принятые условия
receipt-note = Журнал хранит эти хеши, а ежедневные печати их закрепляют: по копии ваших данных любой может проверить, что ничего не изменено. Распечатайте страницу.

# Refusals of these pages.
refusal-document-which-unknown = Выберите, какой это документ.

# Что говорит сценарий страницы, пока сохраняет набранное и отправляет файлы; время, размер и прочее подставляет он.
applying-kept = Сохранено автоматически в { $time }.
applying-unkept = Ещё не сохранено: нет связи. Попытка повторится сама, не закрывайте страницу.
applying-file = { $name }: { $size } КБ, SHA-256 { $sha256 }
applying-part = Отправлено { $done } из { $size } КБ.
applying-broken = Связь прервалась: отправлено { $done } из { $size } КБ. Нажмите кнопку снова или выберите тот же файл в другой день: отправка продолжится с этого места.
applying-hint = PDF, JPEG или PNG до 8 МБ. Если связь прервётся, выберите тот же файл снова: отправка продолжится. Полученная часть хранится семь дней.
applying-move = Переместить: перетащите или нажмите стрелки на клавиатуре
refusal-upload-hash = Пришёл не тот файл, о котором было сообщено. Выберите его снова.
refusal-upload-not-whole = Пришло { $received } из { $size } байт файла. Отправьте остальное.
refusal-upload-part-size = Часть файла содержит от 1 до { $most } КБ и не выходит за его конец.
refusal-uploads-full = Уже отправляются файлы: { $most }. Сначала завершите их отправку или подождите семь дней.
