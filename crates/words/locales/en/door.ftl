## Signing in
sign-in = Sign in
sign-in-title = Sign in
sign-in-password = Password
sign-in-wrong = Wrong user name or password. Try again.
sign-in-elsewhere = Your account is not valid at this post. Ask the administrator.
sign-in-ended = Your account has been deactivated. Ask the administrator.
sign-in-locked = Too many failed attempts. This account is locked until { $time }.
sign-in-busy = Too many sign-in attempts right now. Try again in { $seconds } seconds.
trial-people = Demonstration: sign in as

## The whole post: persons, parties, visas, tallies, pictures
aside-left = left or ran away
aside-handed-over = handed over to the police or another authority
aside-elsewhere = a colleague continues (another counter, second line)
aside-misread = scanned by mistake: the holder is not here
aside-other = other reason (give details)

## Why one looks
purpose-title = Why are you viewing these records?
purpose-explains = These pages show people who are not at your counter. Your purpose is recorded each time you view a record, and stays valid for half an hour.
purpose-which = Purpose
purpose-reference = Case reference
purpose-reference-help = The number of a request, a letter or a crossing. Required for an authority’s request.
purpose-reference-missing = Enter the reference: an authority’s request always needs its number.
purpose-go = Continue

## One's own account
sign-in-code-help = Enter the code from your authenticator app, or one of your recovery codes.
sign-in-code-over = That took too long, or too many codes were tried. Sign in again.
sign-in-again = Start again
account-title = My account
account-elsewhere = Your account works at several posts: set your password and second factor at headquarters.
account-password = Password
account-password-explains = At least { $count } characters that nobody can guess: no names, no dates, nothing common. A few unrelated words work well.
account-present = Current password
account-new = New password
account-again = Repeat new password
account-change = Change password
account-password-changed = Password changed. You are signed out everywhere else.
account-wrong = The current password is wrong. Nothing was changed.
account-meanwhile = Your account was changed elsewhere at the same moment. Nothing was changed here. Check it and try again.
account-not-the-same = The two new passwords do not match. Nothing was changed.
account-password-short = The new password is too short. Nothing was changed.
account-password-long = The new password is too long. Nothing was changed.
account-password-guessed = The new password is common or easily guessed. Nothing was changed.
account-factor-explains = Signing in then needs a code from your phone as well as your password: a stolen password alone is not enough. It works without a network.
account-factor-picture = QR code for the authenticator app
account-factor-secret = Scan the QR code with an authenticator app, or enter this key there:
account-code = Code
account-factor-turn-on = Turn on
account-factor-turn-off = Turn off
account-factor-on = The second factor is on.
account-factor-off = The second factor is off.
account-factor-is-on = { $count ->
    [1] It is on. One recovery code is left.
   *[other] It is on. { $count } recovery codes are left.
 }
account-code-wrong = Wrong code, or already used. Wait for the next one.
account-recovery = Recovery codes
account-recovery-explains = Write them down now and keep them away from your phone: each lets you sign in once without it. They are not shown again.

## People of the service
account-drawn = You have a temporary password. Choose your own before you begin.
sign-in-expired = Your temporary password has expired. Ask the administrator for a new one.
sign-in-drawn = Your temporary password works only at headquarters. Choose your own there.

## Devices
devices-how = Enrol a device
devices-trust = On that device, have the browser trust this machine’s certificate (once):
devices-fingerprint = SHA-256 fingerprint
devices-open = On that device, open:
devices-type = Generate a code here and enter it on that device.
devices-name = Location
devices-example = Counter 2
devices-code-of = Code for { $device }
devices-code-explains = Enter it on that device within an hour. It works once and is not shown again.
devices-none-served = Pages are shown on this machine only. To serve other devices, set an address in limen.toml:
devices-known = Devices
devices-none = No other device has been enrolled.
devices-since = Since
devices-seen = Last used
devices-end = Revoke
devices-ended = revoked: { $reason }
devices-reader-how = Enrol a document reader
devices-reader-explains = For a page reader on a serial port, or a chip reader. Generate a code, then enter it at that counter’s machine:
devices-reader-name = Name
devices-reader-at = At the counter of
devices-reads-for = document reader at { $counter }
devices-own-machine = this machine
lights-title = Light thresholds of readers
lights-help = Lamps and sensors differ. Lay a document that you know to be genuine on the reader; from what is measured, thresholds for this reader are proposed. Nothing of the document is kept.
lights-lay = Document on the reader
lights-lay-help = Lay the document on the reader at this counter while no officer is working here, then look again.
lights-look = Look again
lights-measure-handed = Measure the document that was read
lights-taken = This reading is no longer there. Lay the document on the reader again.
lights-files = Pictures from files
lights-files-legend = The same page, not moved in between
lights-reader = Reader
lights-reader-help = As the pictures on a record name it; * for all other readers and pictures from files. 40 characters at most.
lights-measure = Measure
lights-of = Measured: { $reader }
lights-contrast = Print contrast in infrared
lights-brightness = Brightness of the paper under ultraviolet
lights-proposed = Thresholds, in percent
lights-visible = Visible in infrared from
lights-gone = Not visible below
lights-dull = Paper dull up to
lights-bright = Paper shines from
lights-keep = Keep these thresholds
lights-kept = Thresholds at this post
lights-none = No reader has thresholds of its own: the usual ones apply.
lights-unreadable = The thresholds that were kept can’t be read, and nothing is judged in other light. Measure a reader and keep its thresholds: they take their place.
lights-any = all others
lights-undo = Go back to the usual ones
lights-name = A reader’s name has 1 to { $most } characters.
lights-limits = Thresholds are from 1 to 100 percent. “Not visible” is below “visible”, “dull” below “shines”.
lights-full = Thresholds of too many readers are kept. Remove some first.
lights-missing = Send the page in white light, and in infrared or under ultraviolet too.
lights-not-measured = Nothing was measured
lights-not-visible = The zone of this document is hardly visible in infrared. Take a document that is certainly genuine, or check the lamp.
lights-shines = The paper of this document shines under ultraviolet. Take a document that is certainly genuine, or check the lamp.
lights-again = Nothing was measured. Try again.
enrol-title = Enrol this device
enrol-explains = This device is not enrolled yet and shows nothing. A supervisor or administrator generates a code on the Devices page.
enrol-code = Code
enrol-do = Enrol this device
enrol-wrong = This code is not valid, or is more than an hour old. Ask for a new one.
enrol-too-many = Too many codes were tried from this device. Try again in { $seconds } seconds.
enrol-is-device = This device is enrolled here.

## Taking turns at a counter
aside-choose = Choose a PIN for this shift. You use it to resume your work on this machine. It is forgotten when you sign out.
aside-pin = PIN
aside-again = Repeat PIN
aside-weak = Use 4 to 8 digits: no sequence such as 1234, no repeats such as 1111.
aside-not-the-same = The two PINs do not match.
resume = Resume
resume-title = Resume
resume-who = Who is working here now?
resume-other = Sign in as someone else
resume-wrong = Wrong PIN. After three wrong PINs, a password is needed.
resume-over = You can no longer resume with a PIN. Sign in with your password.
sign-in-stale = This post has been out of contact with headquarters for too long: accounts can no longer be checked here. The administrator must exchange data by USB stick: limen exchange.
account-factor-demanded = Your role requires a second factor. Turn it on before you begin.
sign-in-no-factor = Your role requires a second factor. Set it up at headquarters.
sign-in-pin = Wrong PIN
account-sessions = Where you are signed in
account-sessions-this = this session
account-sessions-end = Sign out everywhere else
account-sessions-ended = You are signed out everywhere else.

## Passkeys
sign-in-with-passkey = Sign in with a passkey
sign-in-passkey = This passkey is not valid here, or too much time has passed. Try again, or use your password.
passkey-no-answer = No passkey responded. Plug in the key and try again, or use another method.
passkey-not-here = Passkeys do not work with an IP address: on this machine, open these pages at http://localhost (same port); elsewhere, at their name with https.
account-passkeys = Passkeys
account-passkeys-explain = A security key, or this machine’s own sensor, unlocked with a PIN or fingerprint. You then sign in here without a password; your password alone is no longer enough.
account-passkey-name = Passkey name
account-passkey-add = Add passkey
account-passkey-remove = Remove passkey
account-passkey-added = Passkey added. You are signed out everywhere else.
account-passkey-removed = Passkey removed. You are signed out everywhere else.
account-passkey-refused = The passkey did not respond as expected, too much time has passed, or it is already registered here. Nothing was changed.
account-passkey-most = You already have { $count } passkeys here. Remove one first.
session-over = Your session has ended: it was idle for too long, or was ended from elsewhere. Sign in to continue.
