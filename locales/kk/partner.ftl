# Partners.
partners-title = Серіктес елдер
partners-intro = Міндеттемелер жүргізілетін серіктестер.
partners-none = Әзірге серіктес жоқ.
partners-promises = Уәделер
partners-talks = Ниеттер мен келіссөздер
partner-counts = Уәделер: { $promises }; ниеттер мен келіссөздер: { $talks }
partner-meetings = Кездесулер
partner-conflicts = Дереккөздер арасындағы қайшылықтар
level-heads_of_state = мемлекет басшылары
level-ministers = министрлер
level-deputy_ministers = министрлердің орынбасарлары
level-commission = комиссия
level-experts = сарапшылар
level-other = басқа
