# Texts of: communique.
# The list.
communiques-intro = Тексты, на которых основан учёт, сначала новые
communiques-empty = Пока нет ни одного текста. Добавьте первое коммюнике: его отрывки станут обязательствами, когда их подтвердит сотрудник.
communiques-title = Название
communiques-date = Опубликовано
communiques-kind = Вид
communiques-tier = Близость к событию
communiques-review = Проверка
communiques-older = Более ранние тексты

# How far the reading of a text has come.
review-in_review = На проверке
review-finished = Проверка завершена
review-not_needed = Не на проверке

# Entering a text.
entry-intro = Вставьте слова публикации без изменений. В учёт ничего не попадёт, пока вы не отметите отрывок и не подтвердите его.
entry-text = Текст
entry-text-hint = До 300 000 знаков. Тот же текст узнаётся при любых пробелах.
entry-file = Или файл
entry-file-hint = Текстовый файл в кодировке UTF-8. Если файл выбран, он берётся вместо поля выше.
entry-language = Язык текста
entry-title = Название
entry-kind = Вид
entry-tier = Близость к событию
entry-publisher = Кто опубликовал
entry-publisher-hint = Министерство, агентство или газета, как они сами себя называют.
entry-date = Дата публикации
entry-date-hint = День, месяц или год: 15.03.2026, 03.2026, 2026. Если дата неточна: 2026-03~.
entry-url = Адрес в интернете
entry-cancel = Отмена

# Reading a text.
review-intro = Отметьте отрывки и решите, кого и к чему обязывает каждый. В учёт попадёт только то, что вы подтвердите.
review-text = Текст документа
review-passages = Отмеченные отрывки
review-passage = отрывок
review-progress = Осталось решить: { $open } из { $all }
review-finish = Завершить проверку
review-take-up = Возобновить проверку
review-known = Этот текст уже есть в реестре. Повторно он не внесён.
review-stale = Этот отрывок тем временем изменил другой сотрудник. Сохранённое сейчас показано над формой, в форме то, что ввели вы.
review-empty = Пока не отмечен ни один отрывок. Отметьте первый ниже.
review-none = На этой странице отрывки не отмечались. Что основано на тексте, показывает кнопка выше.
mark-passage = Новый отрывок
mark-hint = Выделите слова в тексте или вставьте их сюда без изменений.
mark-submit = Отметить отрывок

# A marked passage and its form.
draft_state-open = не решено
draft_state-confirmed = подтверждено
draft_state-rejected = отклонено
draft-confirm = Подтвердить
draft-reject = Отклонить
draft-edit = Изменить
draft-save = Сохранить
draft-reopen = Решить заново
draft-kind = О чём отрывок
draft-commitment = Кто-то берёт на себя или обсуждает дело
draft-indicator = Сообщённое число
draft-what = Что, в нескольких словах
draft-partner = Партнёр
draft-topic = Тема
draft-owes = Кто обязан
draft-to = Перед кем
draft-nobody = В тексте не названо
draft-quantity = Сколько
draft-value = Значение
draft-unit = Чего
draft-per = Как часто
draft-by = До какого срока
draft-date-hint = Например: 31.12.2026, 03.2026, 2030 или 2025/2026.
draft-stage = Насколько твёрды слова
draft-no-stage = ступень не выбрана
draft-restates = Повторяет
draft-new = Новое обязательство
draft-measure = Что измерено
draft-measure-hint = Код из списка или свой строчными латинскими буквами, один и тот же каждый год.
draft-period = Период или день
draft-subject = Страна, о которой число
draft-origin = Чьи люди или изделия
draft-against = С чем сверяется
draft-against-none = Ни с каким обязательством
draft-note = Примечание
draft-choose = Выберите
draft-none-stated = Не указано
draft-not-given = Не заполнено
draft-counts = Такие слова считаются обещанием.
draft-not-counted = Такие слова никого не обязывают. Они показаны, но обещанием не считаются.
draft-became-commitment = Открыть обязательство
draft-became-figure = Открыть сообщённое число

# Verbs by which a stage is known.
verbs-S0 = вскользь, как фон
verbs-S1 = обсудили, обсуждалась возможность, рассмотрели
verbs-S2 = выразила заинтересованность, просит, пригласила
verbs-S3 = предложил, предложила
verbs-S4 = планируется, ожидается, проработка вопроса
verbs-S5 = договорились, достигнуты договорённости
verbs-S6 = договорились о количестве и сроке
verbs-S7 = подписали
verbs-S8 = ратифицировал, вступил в силу, выделены средства

# Measures that are offered.
measure-treated = пролечено пациентов
measure-operated = прооперировано пациентов
measure-trained = обучено человек
measure-places_used = использовано мест
measure-applications = получено заявлений
measure-registered_medicines = зарегистрировано лекарственных средств
measure-registered_devices = зарегистрировано медицинских изделий
measure-beds = коек
measure-members = участников

# The page of a source.
source-intro = Что опубликовано и что из этого взято в учёт
source-original = У издателя
source-entered = Внесено
source-hash = Отпечаток
source-rendering = Текст ниже – наше изложение сказанного, а не слова издателя.
source-quotes-only = Полный текст принадлежит издателю. Здесь приведены отрывки, на которых основан учёт.
source-rests = Что основано на этом источнике
source-rests-none = На этом источнике пока ничего не основано.
source-review = Открыть проверку
source-commitment = Обязательство
source-figure = Сообщённое число
source-conflict = Источники расходятся

# Drafts that the engine proposes.
proposal-ask = Предложить черновики
proposal-added = { $n ->
    [one] Предложен { $n } черновик. В учёт он войдёт только после вашего подтверждения.
    [few] Предложено { $n } черновика. В учёт каждый войдёт только после вашего подтверждения.
   *[other] Предложено { $n } черновиков. В учёт каждый войдёт только после вашего подтверждения.
}
proposal-none = Ничего нового для предложения не найдено. Прочтите текст и отметьте то, чего недостаёт.
proposal-tag = предложено программой
proposal-basis = На чём основано предложение
proposal-words = Решающие слова
proposal-read-as = Прочитано как
proposal-delivery = Исполнение по тексту
proposal-rows = Строки словарей
proposal-also = Сказано также
proposal-candidates = Не определено. Возможно: { $list }
told_delivery-delivered = сделано
told_delivery-underway = выполняется
told_delivery-suspended = приостановлено
predicate-discuss = обсуждение
predicate-interest = заинтересованность
predicate-request = просьба
predicate-propose = предложение
predicate-intend = намерение или готовность
predicate-plan = план или ожидание
predicate-agree = договорённость
predicate-provide = положение документа
predicate-approve = утверждение или решение
predicate-sign = подписание
predicate-in_force = вступление в силу
predicate-run = действие, которое идёт
predicate-do = действие
predicate-attend = участие
predicate-stop = приостановка
predicate-need = необходимость или важность
predicate-state = положение дел
predicate-report = сообщение
source-before = Предыдущая часть
source-next = Следующая часть
