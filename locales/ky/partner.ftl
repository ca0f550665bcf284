# Partners.
partners-title = Өнөктөш өлкөлөр
partners-intro = Милдеттенмелер жүргүзүлгөн өнөктөштөр.
partners-none = Азырынча өнөктөш жок.
partners-promises = Убадалар
partners-talks = Ниеттер жана сүйлөшүүлөр
partner-counts = Убадалар: { $promises }; ниеттер жана сүйлөшүүлөр: { $talks }
partner-meetings = Жолугушуулар
partner-conflicts = Булактардын ортосундагы карама-каршылыктар
level-heads_of_state = мамлекет башчылары
level-ministers = министрлер
level-deputy_ministers = министрлердин орун басарлары
level-commission = комиссия
level-experts = эксперттер
level-other = башка
