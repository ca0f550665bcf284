# Partners.
partners-title = Страны-партнёры
partners-intro = Партнёры, с которыми ведутся обязательства.
partners-none = Партнёров пока нет.
partners-promises = Обещания
partners-talks = Намерения и переговоры
partner-counts = Обещаний: { $promises }; намерений и переговоров: { $talks }
partner-meetings = Встречи
partner-conflicts = Противоречия источников
level-heads_of_state = главы государств
level-ministers = министры
level-deputy_ministers = заместители министров
level-commission = комиссия
level-experts = эксперты
level-other = иное

# Справка о партнёре.
brief-open-link = Справка
brief-title = Справка: { $partner }
brief-lead = { $author }. По состоянию на { $date }
brief-promised = Обещано и исполнено
brief-talks = Намерения и переговоры
brief-talks-note = Обещаниями не считаются.
brief-places = Где находятся места
brief-none = Записей нет.
brief-no-slip = Ни один этап не перенесён на более поздний срок.
brief-more = Обязательств больше, чем в справке: см. список обязательств.
brief-more-places = Все позиции квот

# Стороны.
parties-title = Стороны
parties-lead = Государства, министерства и организации, с их названиями во времени. Они общие для всех реестров.
parties-open = Все стороны
party-enter = Внести сторону
party-enter-lead = Кто подписывает, обещает, принимает или отчитывается. Сначала посмотрите, нет ли её в списке: код остаётся таким, каким внесён.
party-code = Код
party-code-hint = Для государства две буквы страны (TR); иначе от 2 до 16 латинских заглавных букв, цифр или дефисов, например KG-MOH.
party-kind = Кто это
party-country = Страна
party-parent = Часть чего
party-parts = Её части
party-what = Сторона
party-with = Что есть с ней
party-name = Название
party-names = Названия
party-name-ever = С самого начала
party-name-since = С { $date }
party-name-from = Называется так с
party-name-from-hint = День, месяц или год. Пусто: дополняются языки, на которых названия нет.
party-rename = Дать название
party-rename-lead = Новое название стоит рядом со старым со своего дня. Имеющееся название никогда не переписывается.
refusal-party-there = Код { $code } уже у другой стороны. Выберите её из списка или возьмите другой код.
refusal-party-named-already = На этом языке она называется «{ $old }». Для другого названия укажите, с какого времени.
refusal-party-name-before = Прежнее название начинается в тот же день или позже. Проверьте день.
refusal-party-name-nothing = Нового нет: название на этих языках уже есть.
