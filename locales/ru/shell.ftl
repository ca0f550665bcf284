# The frame of every page: header, navigation, footer.
skip-link = Перейти к содержанию
menu = Меню
language = Язык
sections = Разделы
search = Поиск
search-label = Поиск по обязательствам и документам
sign-in = Войти
sign-out = Выйти
optional = необязательно

# Groups and entries of the navigation.
group-work = Работа
group-record = Учёт
group-open = Открыто для всех
nav-overview = Обзор
nav-partners = Страны-партнёры
nav-communiques = Коммюнике
nav-conflicts = Противоречия
nav-sources = Источники
nav-journal = Журнал
nav-users = Пользователи
nav-promises = Публичные обещания
badge-communiques = на проверке: { $n }
badge-conflicts = открыто: { $n }

# Appearance.
appearance-dark = Тёмное оформление
appearance-light = Светлое оформление

# Footer.
footer-demo = Демонстрационный реестр. Числа с источником взяты из опубликованных сообщений. Вымышленные сведения отмечены как вымышленные.
made-up = вымышлено

# Source lines and quotations.
source = Источник
source-line = { $publisher }, { $date }
text_in-kk = текст на казахском языке
text_in-ky = текст на кыргызском языке
text_in-ru = текст на русском языке
text_in-en = текст на английском языке
text_in-tr = текст на турецком языке
text_in-uz = текст на узбекском языке

# Charts and the tables under them.
chart-region = Диаграмма; на малом экране прокручивается вбок
chart-show-table = Показать числа и их источники
chart-promised = обещано
chart-assumed = предположительно продолжается, документа нет
chart-delivered = исполнено
chart-unexplained = не объяснено
chart-no-figure = нет опубликованных данных
chart-no-promise = обещание не найдено
chart-no-source = источник не найден
chart-year = Год
chart-part = Часть
chart-count = Количество
chart-period = Период
chart-value = Значение
chart-assumed-cell = { $n }, предположительно
chart-of = { $delivered } из { $promised }
