# Signing in.
signin-title = Жүйеге кіру
signin-intro = Қызметкерлер мен серіктестер үшін. Көпшілікке ашық беттер кірмей-ақ қолжетімді.
signin-login = Логин
signin-password = Құпиясөз
signin-code = Растау коды
signin-code-hint = Телефондағы қолданбадан алынған алты цифр.
signin-submit = Кіру
signin-forgotten = Құпиясөзді ұмытсаңыз, тізілім әкімшісі жаңасын береді.
signin-wrong = Логин немесе құпиясөз қате.
signin-wrong-code = Код қате немесе ескірген. Жаңа кодты енгізіңіз.
signin-login-empty = Логинді енгізіңіз.
signin-password-empty = Құпиясөзді енгізіңіз.
signin-code-empty = Растау кодын енгізіңіз.
signin-to-public = Көпшілікке ашық уәделерді көру
