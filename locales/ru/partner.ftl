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
