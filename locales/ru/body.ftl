# Bodies between countries: working groups, commissions, secretariats, coalitions.
nav-bodies = Совместные органы
bodies-title = Совместные органы
bodies-lead = Рабочие группы, комиссии, секретариаты и коалиции: кто в них входит, что решено и кто что вносит.
bodies-none = Подходящих органов нет. Уменьшите число условий или внесите орган.
bodies-csv = Совместные органы в CSV
public-bodies-title = Опубликованные совместные органы
public-bodies-lead = Кто и с какого времени в них входит, что и по какому отрывку решено, кто что обещал и передал.
public-bodies-none = Опубликованных органов пока нет.
body-col-title = Орган
body-col-record = В записях
body-record-none = только название
body-n-members = { $n ->
    [one] { $n } участник
    [few] { $n } участника
    [many] { $n } участников
   *[other] { $n } участника
}
body-n-sessions = { $n ->
    [one] { $n } заседание
    [few] { $n } заседания
    [many] { $n } заседаний
   *[other] { $n } заседания
}
body-n-decisions = { $n ->
    [one] { $n } решение
    [few] { $n } решения
    [many] { $n } решений
   *[other] { $n } решения
}
body-n-unnumbered = { $n ->
    [one] { $n } без числа
    [few] { $n } без числа
    [many] { $n } без числа
   *[other] { $n } без числа
}
body-kind = Вид
body-standing = Состояние
body-since = С какого времени
body-host = Принимающая сторона
body-host-hint = Кто размещает орган и приглашает от его имени.
body-parent = Относится к
body-by = По документу
body-at = На встрече
body-part-what = Что это за орган
body-enter = Внести орган
body-enter-lead = С отрывком, который его называет. Работает ли он, вносится затем.
body-describe-lead = Прежнее название остаётся в журнале.
body-mandate = Задача
body-mandate-none = Нет отрывка о его задаче.
body-mandate-lead = Как сказано в отрывке. Считается опубликованное последним.
body-standing-lead = Слова об органе его не создают: укажите только то, что говорит отрывок.
body-join-lead = Сторона, ведомство или должность, как в отрывке. Присоединившийся по приглашению вносится в приглашении.
body-leave-lead = Участие остаётся в записях до этого дня.
body-session-lead = Запланировано, состоялось или отложено. Заседание может быть встречей, которая есть в записях.
body-pledge-lead = Сказанное хранится со своей ступенью. Разговоры показываются и в итоги не входят.
body-deliver-lead = Только переданное. Что будет передано — обещание.
body-invite-lead = Без отрывка видно только в реестре.
body-move-lead = Запланировано, отправлено, получен ответ, присоединение, выход. «Да» или «нет» даётся один раз: ошибочный ответ отзывают с указанием причины.
body-withdraw-lead = Запись остаётся в журнале и не учитывается. Сначала отзывают последующие шаги приглашения.
body-publish-lead = Все увидят то, что опирается на отрывки. Приглашения без отрывка остаются внутри.
body-unpublish-lead = Орган увидят только имеющие учётную запись.
body-do-describe = Изменить название или вид
body-do-mandate = Внести задачу
body-do-standing = Внести состояние
body-do-join = Внести участника
body-do-leave = Внести выход участника
body-do-session = Внести заседание
body-do-pledge = Внести обещанный вклад
body-do-deliver = Внести переданный вклад
body-do-invite = Запланировать приглашение
body-do-move = Внести ход приглашения
body-members = Участники
body-members-none = Нет отрывка, который называет участников.
body-members-now = Названных участников сейчас
body-member = Участник
body-role = Роль
body-period = Период
body-member-from = С какого времени
body-member-until = До какого времени
body-left-on = Дата выхода
body-acceded = по приглашению
body-not-now = сейчас не участник
body-from = с { $from }
body-until = до { $until }
body-from-until = { $from } – { $until }
body-from-unknown = с какого времени, не указано
body-not-stated = не указано
body-other = другой орган
body-sessions = Заседания
body-sessions-none = Заседаний в записях нет.
body-session = Заседание
body-session-n = Заседание { $n }
body-session-of = О каком заседании
body-session-of-hint = Только если заседание из записей состоялось, отложено или перенесено.
body-session-meeting = Это встреча
body-number = Номер
body-gifts = Вклады
body-gifts-note = Обещанное — контуром, переданное — заливкой.
body-gifts-none = Вкладов в записях нет.
body-gift = Что
body-matter = Словами
body-value = Сколько
body-value-hint = Только если в отрывке есть число.
body-currency = Валюта
body-currency-hint = Только для денег.
body-per = Как часто
body-stage-hint = Считается обещанием, начиная со ступени «согласовано».
body-when = На какое время
body-pledge-of = Повторяет
body-pledge-of-hint = Повторённое обещание не становится вторым.
body-upon = По обещанию
body-given-when = Когда передано
body-given-on = { $amount }: { $date }
body-by-whom = Кто
body-promised = Обещано
body-delivered = Передано
body-nothing-seen = в записях нет
body-no-promise = обещания в записях нет
body-amount-none = число не указано
body-money = { $n } { $currency }
body-money-year = { $n } { $currency } в год
body-money-month = { $n } { $currency } в месяц
body-amount-year = { $n } в год
body-amount-month = { $n } в месяц
body-invitations = Приглашения
body-invitations-none = Приглашений в записях нет.
body-invited = Приглашён
body-invitation = Приглашение
body-steps = Шаги
body-steps-none = ещё не отправлено
body-step = Что произошло
body-step-hint = Присоединение и выход опираются на отрывок.
body-step-on = { $what }: { $date }
body-note = Замечание
body-offer = Что просят или предлагают
body-offer-hint = Например: эксперты, деньги, место.
body-who = Кто это
body-who-party = Сторона
body-who-party-hint = Для ведомства или должности: чьё оно.
body-who-name = Название ведомства или должности
body-who-name-hint = Как в источнике. Люди не называются.
body-who-body = Другой орган
body-children = Относящиеся к нему органы
body-h-entered = Назван
body-h-described = Исправлены название или вид
body-h-joined = Участник: { $who }
body-h-left = Выбыл: { $who }
body-h-decided = Решение
body-h-promised = Обещание, { $who }
body-h-talked = Разговор, { $who }
body-h-gave = Передал: { $who }
body-h-invited = К приглашению: { $who }
body-h-invitation = Приглашение, { $who }

# What a body is, how far it has come, who belongs to it.
body_kind-working_group = Рабочая группа
body_kind-commission = Комиссия
body_kind-council = Совет
body_kind-secretariat = Секретариат
body_kind-coalition = Коалиция
body_kind-office = Офис
body_standing-unknown = Не указано
body_standing-proposed = Предложен
body_standing-planned = Планируется
body_standing-agreed = Решено создать
body_standing-at_work = Работает
body_standing-ended = Прекращён
body_role-chair = председатель
body_role-co_chair = сопредседатель
body_role-member = участник
body_role-secretary = секретариат
body_role-observer = наблюдатель
body_gift-money = Деньги
body_gift-experts = Эксперты
body_gift-premises = Помещения
body_gift-equipment = Оборудование
body_gift-other = Иное
body_step-sent = отправлено
body_step-yes = ответ: да
body_step-no = ответ: нет
body_step-later = ответ: пока нет
body_step-acceded = присоединение
body_step-left = выход
body_where-planned = будет отправлено
body_where-sent = ответа нет
body_where-later = ответ позже
body_where-yes = принято
body_where-no = отклонено
body_where-acceded = присоединился
body_where-left = вышел
body_who-party = сторона
body_who-agency = ведомство
body_who-office = должность
body_who-body = другой орган
body_per-once = один раз
body_per-year = каждый год
body_per-month = каждый месяц

# In the calendar, the journal and search.
calendar-why-session = Запланировано заседание
calendar-session-n = Запланировано заседание { $n }
thing-body = Совместный орган
things-body = Совместные органы
entry-body_entered = Орган внесён
entry-body_described = Исправлено название органа
entry-body_mandate_stated = Внесена задача органа
entry-body_standing_stated = Внесено состояние органа
entry-body_member_joined = Внесён участник
entry-body_member_left = Участник вышел
entry-body_session_stated = Внесено заседание
entry-body_decided = Решение органа
entry-body_pledged = Внесены слова о вкладе
entry-body_delivered = Вклад передан
entry-body_invitation_planned = Приглашение запланировано
entry-body_invitation_sent = Приглашение отправлено
entry-body_invitation_answered = Получен ответ на приглашение
entry-body_invitation_acceded = Присоединение по приглашению
entry-body_invitation_left = Выход после приглашения
entry-body_fact_withdrawn = Запись об органе отозвана
entry-body_published = Орган опубликован
entry-body_unpublished = Орган снят с публикации

# Why a rule says no.
refusal-body-kind-unknown = Выберите вид органа.
refusal-body-unknown = Такого органа в реестре нет. Выберите из списка.
refusal-body-who-unknown = Укажите: сторона, ведомство, должность или орган.
refusal-body-role-unknown = Выберите роль.
refusal-body-standing-unknown = Выберите состояние органа.
refusal-body-step-unknown = Укажите, что произошло с приглашением.
refusal-body-gift-unknown = Выберите, что вносится.
refusal-body-currency-unknown = Такой валюты нет. Выберите из списка.
refusal-body-value-missing = Валюта без числа ничего не говорит. Внесите число или оставьте оба поля пустыми.
refusal-body-number-form = Номер заседания — целое число от 1.
refusal-body-entered-already = Орган уже внесён. Откройте его страницу.
refusal-body-not-entered = Орган ещё не внесён. Сначала внесите его.
refusal-body-partner-fixed = Партнёр органа не меняется. Внесите другой орган.
refusal-body-itself = Орган не относится к самому себе и сам себе ничего не вносит. Выберите другой.
refusal-body-full = Не более { $most } на один орган.
refusal-body-not-yet = День ещё не наступил: этого ещё не было. Внесите как план или укажите другой день.
refusal-body-no-member = Такого участника нет. Выберите из списка.
refusal-body-left-already = Этот участник уже вышел. Для исправления отзовите прежнюю запись.
refusal-body-left-before-joined = Нельзя выйти раньше, чем войти. Исправьте одну из двух дат.
refusal-body-member-twice = Этот участник с этой ролью и периодом уже есть в записях.
refusal-body-member-overlap = Период пересекается с периодом того же участника в той же роли. Сначала внесите выход или другой период.
refusal-body-invites-itself = Орган не приглашает ни себя, ни принимающую сторону. Выберите другого.
refusal-body-invites-member = Участника не приглашают.
refusal-body-invited-already = Такое приглашение уже открыто. Внесите его ход.
refusal-body-no-invitation = Такого приглашения нет. Выберите из списка.
refusal-body-answered-already = На приглашение уже ответили. Отзовите прежний ответ с указанием причины и внесите верный.
refusal-body-step-order = Это не следует за предыдущим шагом: отправлено, ответ, присоединение, выход. Вносите и отзывайте шаги по порядку.
refusal-body-step-before = Этот день раньше дня предыдущего шага. Исправьте дату.
refusal-body-accession-evidence = Присоединение и выход опираются на отрывок. Выберите источник и внесите отрывок.
refusal-body-session-evidence = Состоявшееся заседание опирается на отрывок или есть в записях как встреча. Укажите одно из двух.
refusal-body-session-number = Этот номер у другого заседания.
refusal-body-session-meeting = Эта встреча уже другое заседание органа.
refusal-body-no-session = Такого заседания нет. Выберите из списка.
refusal-body-session-not-held = Решения бывают только у состоявшегося заседания.
refusal-body-no-pledge = Такого обещания нет, или по нему уже что-то передано. Откройте страницу снова.
refusal-body-other-pledge = Это обещание другой стороны или другого вида. Выберите верное или оставьте пустым.
refusal-body-currency-missing = У денег есть валюта. Выберите её.
refusal-body-currency-of-money = Валюта бывает только у денег. Оставьте поле пустым.
refusal-body-description-stays = Название органа меняют, а не отзывают.
refusal-body-no-such-fact = Такой записи об органе нет. Откройте страницу снова.
