# Signing in.
signin-title = Системага кирүү
signin-intro = Кызматкерлер жана өнөктөштөр үчүн. Коомчулукка ачык барактар кирбестен жеткиликтүү.
signin-login = Логин
signin-password = Сырсөз
signin-code = Ырастоо коду
signin-code-hint = Телефондогу колдонмодон алынган алты цифра.
signin-submit = Кирүү
signin-forgotten = Сырсөздү унутсаңыз, реестрдин администратору жаңысын берет.
signin-wrong = Логин же сырсөз туура эмес.
signin-wrong-code = Код туура эмес же эскирген. Жаңы кодду киргизиңиз.
signin-login-empty = Логинди киргизиңиз.
signin-password-empty = Сырсөздү киргизиңиз.
signin-code-empty = Ырастоо кодун киргизиңиз.
signin-to-public = Коомчулукка ачык убадаларды көрүү
