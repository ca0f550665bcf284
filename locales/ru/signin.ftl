# Signing in.
signin-title = Вход в систему
signin-intro = Для сотрудников и партнёров. Публичные страницы доступны без входа.
signin-login = Логин
signin-password = Пароль
signin-code = Код подтверждения
signin-code-hint = Шесть цифр из приложения на телефоне.
signin-submit = Войти
signin-forgotten = Если пароль забыт, новый выдаст администратор реестра.
signin-wrong = Неверный логин или пароль.
signin-wrong-code = Код неверен или устарел. Введите новый код.
signin-login-empty = Введите логин.
signin-password-empty = Введите пароль.
signin-code-empty = Введите код подтверждения.
signin-to-public = Посмотреть публичные обещания
