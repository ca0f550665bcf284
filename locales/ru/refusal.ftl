# Why a rule says no: what is wrong and what to do. The code of the refusal is the end of the id.

# What people type: texts, dates, numbers.
refusal-text-empty = Здесь ничего не введено. Введите текст.
refusal-text-too-long = Текст слишком длинный. Предел в знаках: { $max }. Сократите его.
refusal-text-encoding = Файл не в кодировке UTF-8 или UTF-16. Сохраните его в UTF-8 или вставьте текст.
refusal-text-binary = В файле есть знаки, которых в тексте не бывает. Выберите текстовый файл или вставьте текст.
refusal-date-form = «{ $text }» не читается как дата. Введите её в виде 15.03.2026, 2026-03 или 2026.
refusal-date-none = Такой даты нет: «{ $text }». Проверьте день и месяц.
refusal-date-backwards = Период «{ $text }» заканчивается раньше, чем начинается. Поставьте более раннюю дату первой.
refusal-number-form = «{ $text }» не читается как число. Введите цифры; дробная часть отделяется запятой или точкой.
refusal-number-negative = Число отрицательное: { $text }. Введите ноль или больше.
refusal-number-too-large = Число слишком большое: { $text }. Наибольшее: 999 999 999 999 999.
refusal-unit-unknown = Выберите, что считается.
refusal-per-unknown = Выберите, за какой период указано количество.
refusal-topic-unknown = Выберите тему.
refusal-channel-unknown = Выберите, через кого это идёт.
refusal-party-unknown = «{ $text }» нет в списке сторон. Выберите сторону из списка.
refusal-party-code-fixed = Код стороны изменить нельзя. Введите новую сторону.
refusal-registry-code-fixed = Запись остаётся в том реестре, в который её внесли. Внесите её заново в другом реестре.

# Sources and their reading.
refusal-url-form = Адрес источника не похож на адрес в сети. Скопируйте его целиком из браузера.
refusal-language-unknown = Выберите язык текста.
refusal-source-kind-unknown = Выберите вид источника.
refusal-tier-unknown = Выберите, насколько источник близок к событию.
refusal-published-later = Дата публикации ещё не наступила. Введите день, когда источник опубликован.
refusal-source-not-added = Источник ещё не внесён. Сначала добавьте его.
refusal-source-added-already = Источник уже внесён. Откройте его страницу.
refusal-source-unknown = Выберите источник своего реестра.
refusal-review-not-open = Разбор этого источника завершён. Чтобы изменить отрывки, возобновите разбор.
refusal-review-open = Разбор этого источника уже идёт.
refusal-drafts-open = Есть нерешённые отрывки. Их число: { $n }. Подтвердите или отклоните каждый.
refusal-passage-empty = Отрывок не указан. Скопируйте слова источника.
refusal-passage-outside = Отрывок выходит за пределы текста. Выделите его ещё раз.
refusal-passage-too-long = Отрывок слишком длинный. Предел в знаках: { $max }. Приведите только нужные слова.
refusal-passage-not-found = Этих слов нет в тексте источника. Скопируйте отрывок из него буква в букву.
refusal-passage-ambiguous = Эти слова стоят в источнике в нескольких местах. Мест: { $n }. Скопируйте отрывок длиннее.

# Commitments.
refusal-commitment-unknown = Такого обязательства нет в вашем реестре. Выберите его из списка.
refusal-commitment-not-recorded = Обязательство ещё не внесено. Подтвердите его первый отрывок.
refusal-commitment-recorded-already = Обязательство уже внесено. Добавьте к нему высказывание.
refusal-commitment-succeeds-itself = Обязательство не может заменить само себя. Выберите другое.
refusal-stage-missing = Выберите, насколько твёрдо это сказано.
refusal-restatement-changes-quantity = Количество отличается: было { $old }, стало { $new }. Изменённое количество вносится как новое обязательство взамен прежнего.
refusal-first-statement-stays = Первое высказывание нельзя отозвать: на нём держится обязательство.
refusal-no-such-statement = Такого высказывания нет, или его отозвали. Откройте страницу заново.
refusal-delivery-unknown = Выберите, что произошло.
refusal-verdict-unknown = Выберите оценку.
refusal-verdict-on-talks = Переговоры и намерения не оцениваются: обещания ещё нет.
refusal-verdict-before-deadline = Нельзя считать обещание нарушенным, пока срок не прошёл.
refusal-published-already = Это уже видно всем.
refusal-not-published = Это не опубликовано, снимать нечего.

# Reported figures.
refusal-measure-form = Код показателя: от 2 до 40 знаков, строчные латинские буквы, цифры и знак подчёркивания, первой стоит буква.
refusal-observation-not-booked = Показатель ещё не внесён. Сначала внесите его.
refusal-observation-booked-already = Показатель уже внесён. Уточните его на его странице.

# Conflicts.
refusal-rule-unknown = Выберите, в чём источники расходятся.
refusal-conflict-not-raised = Противоречие ещё не внесено. Сначала внесите его.
refusal-conflict-raised-already = Противоречие уже внесено. Откройте его страницу.
refusal-conflict-needs-two-sides = Для противоречия нужны два высказывания. Введите оба.
refusal-conflict-with-itself = Оба высказывания взяты из одного отрывка. Выберите два разных отрывка.
refusal-conflict-decided-already = Противоречие уже разрешено. Чтобы решить заново, возобновите его.
refusal-conflict-needs-a-decision = Выберите решение: объяснено, разрешено или оставлено.
refusal-conflict-choose-one = Выберите, какое высказывание верно.
refusal-conflict-choose-none = Высказывание выбирают, только когда противоречие разрешено. Оставьте выбор пустым.
refusal-conflict-open = Противоречие уже открыто.

# Accounts and signing in.
refusal-email-form = Это не адрес электронной почты. Проверьте его.
refusal-email-taken = С этим адресом уже кто-то входит. Введите другой.
refusal-role-unknown = Выберите роль.
refusal-role-partners = Для роли «партнёр» нужна хотя бы одна страна, для других ролей стран не указывают.
refusal-account-own = Со своей учётной записью этого сделать нельзя. Обратитесь к другому администратору.
refusal-user-not-opened = Учётная запись ещё не открыта. Сначала откройте её.
refusal-user-opened-already = Учётная запись уже открыта. Перейдите на её страницу.
refusal-user-not-active = Учётная запись отключена. Сначала включите её.
refusal-user-active = Учётная запись уже действует.
refusal-user-disable-first = Забыть можно только отключённую учётную запись. Сначала отключите её.
refusal-user-forgotten = Человек забыт, отменить это нельзя. Откройте новую учётную запись.
refusal-sign-in-wrong = Неверный адрес электронной почты или пароль. Проверьте и то и другое.
refusal-code-wrong = Код неверен или уже использован. Дождитесь следующего и введите его.
refusal-password-wrong = Текущий пароль неверен. Введите его ещё раз.
refusal-password-short = Новый пароль слишком короткий. Наименьшее число знаков: { $min }.
refusal-password-long = Новый пароль слишком длинный. Предел в байтах: { $max }. Выберите пароль короче.
refusal-password-same = Новый пароль совпадает с текущим. Выберите другой.
refusal-passwords-differ = Новый пароль введён по-разному. Введите его ещё раз.
refusal-meeting-partner-fixed = Партнёр встречи не меняется; внесите другую встречу.
refusal-meeting-itself = Встреча не следует сама за собой.
refusal-meeting-not-yet = День ещё не наступил: встреча запланирована, а не состоялась.
refusal-meeting-description-stays = Описание встречи меняют, а не отзывают.
refusal-meeting-no-such-fact = Такой записи о встрече нет.
refusal-meeting-two-sides = У встречи не менее двух разных сторон.
refusal-meeting-not-a-side = { $party } — не сторона этой встречи.
refusal-meeting-not-held = Решения бывают только у состоявшейся встречи.
refusal-meeting-full = Не более { $most } на одну встречу.
refusal-meeting-not-described = Встреча начинается с описания.
refusal-meeting-name-not-in-source = Отрывок не называет этого человека. Внесите только должность или другой отрывок.
refusal-meeting-state-unknown = Укажите: запланирована, состоялась или отложена.
refusal-meeting-level-unknown = Выберите уровень.
refusal-meeting-unknown = Такой встречи в реестре нет.
refusal-letter-number-form = В номере есть хотя бы одна буква или цифра.
refusal-letter-number-long = В номере не более { $most } знаков.
refusal-letter-no-step = Выберите шаг, к которому относится письмо.
refusal-letter-there = У этого шага такое письмо уже есть.
refusal-letter-not-there = Такого письма нет, или оно уже убрано. Выберите письмо из списка.
refusal-letter-date-ahead = Письмо не может быть зарегистрировано позже сегодняшнего дня.
refusal-letter-way-unknown = Выберите: исходящее или входящее.
refusal-deputy-alone = Заместитель кого-то замещает: назовите ответственного.
refusal-deputy-same = Заместитель — другое лицо.
refusal-charge-same = Так уже и есть.
refusal-holder-two = Выберите учётную запись или укажите подразделение, но не то и другое.
refusal-holder-unknown = Такой действующей учётной записи в реестре нет.
