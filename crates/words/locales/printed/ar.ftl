# What is handed to travellers, in their language.
printed-refuse = قرار رفض الدخول
printed-refuse-exit = قرار رفض الخروج
printed-language = العربية
printed-on = بتاريخ { $date } على الساعة { $time }، بالمركز الحدودي { $post } ({ $country })، رفض العون الموقع أدناه { $direction ->
    [exit] خروج
   *[other] دخول
 }:
printed-name = الاسم واللقب
printed-born = تاريخ الميلاد
printed-nationality = الجنسية
printed-document = الوثيقة
printed-grounds = للسبب أو الأسباب التالية
printed-appeal = يمكنكم الطعن في هذا القرار خلال { $days } يوما لدى:
printed-appeal-unknown = الطعن (الجهة والعنوان والأجل):
printed-effect = لا يوقف الطعن تنفيذ هذا القرار. يمكنكم الاستعانة بالشخص أو المنظمة التي تختارونها. تسلم لكم نسخة من هذا القرار.
printed-traveller = الشخص المعني
printed-officer = العون
printed-stamp = ختم رقم { $stamp }
printed-number = تسجيل { $id }
printed-slip-entry = دخول
printed-slip-exit = خروج
printed-until = يمكنه الإقامة إلى غاية
printed-free = إقامة غير محدودة
printed-keep = احتفظوا بهذا الوصل مع وثيقتكم.
printed-when = { $date } على الساعة { $time }
printed-unknown = غير معروفة
month-1 = يناير
month-2 = فبراير
month-3 = مارس
month-4 = أبريل
month-5 = مايو
month-6 = يونيو
month-7 = يوليو
month-8 = أغسطس
month-9 = سبتمبر
month-10 = أكتوبر
month-11 = نوفمبر
month-12 = ديسمبر
printed-receipt-title = إيصال رقم { $receipt }
printed-receipt-visa = تأشيرة رقم
printed-receipt-permit = رخصة إقامة رقم
printed-receipt-issued = صدرت في { $date }
printed-receipt-extended = مُدِّدت في { $date } حتى { $to }
printed-receipt-good = الصلاحية
printed-receipt-days = من { $from } إلى { $to }
printed-receipt-fee = المبلغ المدفوع
