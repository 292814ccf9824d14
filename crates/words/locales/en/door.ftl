## Signing in
sign-in = Sign in
sign-in-title = Sign in
sign-in-password = Password
sign-in-wrong = User name or password is wrong. Try again.
sign-in-elsewhere = Your account is not for this post. Ask the administrator.
sign-in-ended = Your account has ended. Ask the administrator.
sign-in-locked = Too many failed attempts. This account is locked until { $time }.
sign-in-busy = Many sign-ins are being tried right now. Try again in { $seconds } seconds.
trial-people = Demonstration: sign in as

## The whole post: persons, parties, visas, tallies, pictures
aside-left = left, or fled
aside-handed-over = handed over to the police or another authority
aside-elsewhere = a colleague goes on (another counter, 2nd line)
aside-misread = read by mistake: its holder is not here
aside-other = another reason, in words

## Why one looks
purpose-title = What do you look at these data for?
purpose-explains = These pages show people who do not stand before you. The purpose is noted with each look, and holds for half an hour.
purpose-which = Purpose
purpose-reference = Reference of the case
purpose-reference-help = The number of a request, a letter or a crossing. An authority's inquiry must have one.
purpose-reference-missing = Give the reference: an authority's inquiry is always looked up under its number.
purpose-go = Look

## One's own account
sign-in-code-help = From your authenticator; or one of your recovery codes.
sign-in-code-over = That took too long, or too many codes were tried. Sign in again.
sign-in-again = Begin again
account-title = My account
account-elsewhere = Your account is open at several posts: your password and your second factor are set at headquarters.
account-password = Password
account-password-explains = At least { $count } characters that nobody guesses: no name, no date, nothing common. A few words that have nothing to do with each other are good.
account-present = Present password
account-new = New password
account-again = New password again
account-change = Change password
account-password-changed = The password is changed. Wherever else you were signed in, you are out.
account-wrong = The present password is wrong. Nothing was changed.
account-meanwhile = Your account was changed elsewhere at the same moment. Nothing was changed here. Look at it, and try again.
account-not-the-same = The two new passwords are not the same. Nothing was changed.
account-password-short = The new password is too short. Nothing was changed.
account-password-long = The new password is too long. Nothing was changed.
account-password-guessed = The new password is common or easily guessed. Nothing was changed.
account-factor-explains = Signing in takes a code from your phone besides the password: someone who learns the password can't sign in with it alone. It needs no network.
account-factor-picture = Picture for the authenticator
account-factor-secret = Read the picture with an authenticator, or type this into it:
account-code = Code
account-factor-turn-on = Turn it on
account-factor-turn-off = Turn it off
account-factor-on = The second factor is on.
account-factor-off = The second factor is off.
account-factor-is-on = { $count ->
    [1] It is on. One recovery code is left.
   *[other] It is on. { $count } recovery codes are left.
 }
account-code-wrong = That is not the code, or it was used already. Wait for the next one.
account-recovery = Recovery codes
account-recovery-explains = Write them down now and keep them apart from your phone: each lets you in once without it. They are not shown again.

## People of the service
account-drawn = Your password was drawn for you. Choose your own before you begin.
sign-in-expired = Your first password is no longer good. Ask the administrator for another.
sign-in-drawn = Your first password is good at headquarters only. Choose your own there.

## Devices
devices-how = Let another machine in
devices-trust = On that machine, let the browser trust this node’s certificate, once:
devices-fingerprint = SHA-256
devices-open = Open there:
devices-type = Make a code here, and type it there.
devices-name = Where it stands
devices-example = Counter 2
devices-code-of = Code for { $device }
devices-code-explains = Type it on that machine within an hour. It is good once, and is not shown again.
devices-none-served = Pages are shown on this machine only. To serve others, set an address in limen.toml:
devices-known = Devices
devices-none = No other machine has been let in.
devices-since = Since
devices-seen = Last used
devices-end = Shut out
devices-ended = shut out: { $reason }
enrol-title = Enrol this machine
enrol-explains = This machine is not known here yet, and sees nothing. A supervisor or administrator makes a code on the page “Devices”.
enrol-code = Code
enrol-do = Enrol this machine
enrol-wrong = That code is not good, or its hour is over. Ask for another.
enrol-too-many = Too many codes were tried from this machine. Try again in { $seconds } seconds.
enrol-is-device = This machine is known here.

## Taking turns at a counter
aside-choose = Choose a PIN for this shift: with it you take up your work again on this machine. It is forgotten when you sign out.
aside-pin = PIN
aside-again = PIN again
aside-weak = A PIN has 4 to 8 digits, and is no row such as 1234 or 1111.
aside-not-the-same = The two are not the same.
resume = Take up again
resume-title = Take up again
resume-who = Who works here now?
resume-other = Someone else signs in
resume-wrong = That is not the PIN. After three wrong ones, a password is needed.
resume-over = This can’t be taken up with a PIN any more. Sign in with your password.
sign-in-stale = This post has not heard of headquarters for too long to know who still works here. The administrator exchanges by stick: limen exchange.
account-factor-demanded = Your role needs a second factor. Turn it on before you begin.
sign-in-no-factor = Your role needs a second factor, which is set up at headquarters. Do so there.
sign-in-pin = Wrong PIN
account-sessions = Where you are signed in
account-sessions-this = here
account-sessions-end = Sign me out everywhere else
account-sessions-ended = You are signed out everywhere else.

## Passkeys
sign-in-with-passkey = Sign in with a passkey
sign-in-passkey = This passkey opens nothing here, or too much time has passed. Try again, or give your password.
passkey-no-answer = No passkey answered. Try again with the key plugged in, or go the other way.
passkey-not-here = A passkey answers to a name only: open these pages at http://localhost (same port) on this machine, or under their name with https elsewhere.
account-passkeys = Passkeys
account-passkeys-explain = A security key, or this machine's own sensor, unlocked with a PIN or a finger. It lets you in without a password, here alone; your password by itself no longer does.
account-passkey-name = Name of the passkey
account-passkey-add = Add a passkey
account-passkey-remove = Remove a passkey
account-passkey-added = The passkey is added. You are signed out everywhere else.
account-passkey-removed = The passkey is removed. You are signed out everywhere else.
account-passkey-refused = The passkey did not answer as asked, too much time has passed, or it is known here already. Nothing was changed.
account-passkey-most = You have { $count } passkeys here already. Remove one first.
