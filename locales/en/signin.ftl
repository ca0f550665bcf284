# Signing in.
signin-title = Sign in
signin-intro = For staff and partners. Public pages need no account.
signin-login = User name
signin-password = Password
signin-code = Confirmation code
signin-code-hint = Six digits from the app on your phone.
signin-submit = Sign in
signin-forgotten = If you forgot the password, the administrator of the registry sets a new one.
signin-wrong = The user name or the password is wrong.
signin-wrong-code = The code is wrong or out of date. Enter a new one.
signin-login-empty = Enter your user name.
signin-password-empty = Enter your password.
signin-code-empty = Enter the confirmation code.
signin-to-public = See the public promises
