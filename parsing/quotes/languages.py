"""The words of announcements and reply headers in the languages that mail is written in.

A new language is one row: lower case, alternatives divided by `|`, the words of dates by blanks. `?` stands
for a letter that an archive has lost.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Language:
    """How one language announces a quote."""

    name: str
    verbs: str
    """`wrote`: what ends or divides an attribution line."""
    dates: str
    """Days and months, long and short, and the small words by a date: none is a name."""
    sender: str
    """The words before the colon of the lines of a reply header."""
    sent: str
    recipient: str
    subject: str
    original: str
    """What stands between the dashes: `Original Message`."""


LANGUAGES = (
    Language(
        "English",
        verbs="wrote|writes|said|says|spake|spoke|typed|scribbled|responded|replied|asked|noted|opined|"
        "declared|sent|posted|uttered|babbled|stated|expounded|commented|mentioned|write|"
        "scribed|penned",
        dates="on at in by the of from am pm message article mon tue tues wed thu thur thurs fri "
        "sat sun "
        "monday tuesday wednesday thursday friday saturday sunday jan feb mar apr may jun jul aug sep "
        "sept oct nov dec january february march april june july august september october november "
        "december you to st nd rd th gmt utc est edt cst cdt mst mdt pst pdt cet cest bst ist msk jst "
        "quoting thus a.m p.m subject re",
        sender="from",
        sent="sent|date",
        recipient="to|cc|bcc|reply-to",
        subject="subject",
        original="original message|original-message|original appointment|forwarded message|forwarded "
        "by|begin "
        "forwarded message|reply message|message from|start of forwarded message|end of forwarded "
        "message|original mail|forwarded mail|forward message",
    ),
    Language(
        "German",
        verbs="schrieb|schreibt|schrieben|geschrieben|meinte|sagte",
        dates="am um uhr den der die mo di mi do fr sa so montag dienstag mittwoch donnerstag "
        "freitag samstag "
        "sonnabend sonntag januar jan jän februar feb märz mär mrz april mai juni juli aug august sep "
        "september okt oktober nov november dez dezember hat folgendes",
        sender="von",
        sent="gesendet|datum|gesendet am",
        recipient="an|kopie",
        subject="betreff",
        original="ursprüngliche nachricht|original-nachricht|originalnachricht|weitergeleitete "
        "nachricht|original "
        "nachricht|ursprüngliche mail|anfang der weitergeleiteten nachricht|weitergeleitet von",
    ),
    Language(
        "French",
        verbs="a écrit|écrit|a ecrit|écrivait|a dit|écrivit|a ?crit|?crit|écrivez|disait",
        dates="le à l lun mar mer jeu ven sam dim lundi mardi mercredi jeudi vendredi samedi "
        "dimanche janvier "
        "janv février févr fevrier mars avril avr mai juin juillet juil août aout septembre "
        "sept octobre "
        "oct novembre décembre déc h heures",
        sender="de|expéditeur",
        sent="envoyé|date|envoyé le",
        recipient="à|destinataire|copie",
        subject="objet|sujet",
        original="message d'origine|message d’origine|message original|message transféré|message "
        "transmis|début "
        "du message réexpédié|message initial|courriel original|transféré par|début du "
        "message transféré",
    ),
    Language(
        "Italian",
        verbs="ha scritto|scrive|scrisse|ha detto|scriveva",
        dates="il alle ore giorno in data lun mar mer gio ven sab dom lunedì martedì mercoledì "
        "giovedì venerdì "
        "sabato domenica lunedi martedi gennaio gen febbraio feb marzo aprile apr maggio mag "
        "giugno giu "
        "luglio lug agosto ago settembre set ottobre ott novembre dicembre dic",
        sender="da|mittente",
        sent="inviato|data|inviato il",
        recipient="a|per conoscenza",
        subject="oggetto",
        original="messaggio originale|messaggio inoltrato|inizio messaggio inoltrato|messaggio "
        "inoltrato da|"
        "messaggio originario",
    ),
    Language(
        "Spanish",
        verbs="escribió|escribio|escribe|ha escrito|dijo|escribía|escribi?|escrib?a|puso",
        dates="el a la las los de del día lun mar mié mie jue vie sáb sab dom lunes martes "
        "miércoles jueves "
        "viernes sábado domingo ene enero feb febrero marzo abr abril mayo junio julio ago agosto "
        "septiembre setiembre octubre noviembre dic diciembre hrs",
        sender="de",
        sent="enviado|fecha|enviado el|enviado a",
        recipient="para|a",
        subject="asunto",
        original="mensaje original|mensaje reenviado|mensaje de origen|inicio del mensaje reenviado|"
        "reenviado por",
    ),
    Language(
        "Portuguese",
        verbs="escreveu|escreveram|escreve|disse|escrevia",
        dates="em no às as de do dia seg ter qua qui sex sáb dom segunda terça quarta quinta sexta "
        "feira "
        "sábado domingo jan janeiro fev fevereiro março mar abr abril mai maio jun junho jul julho ago "
        "agosto set setembro out outubro nov novembro dez dezembro",
        sender="de",
        sent="enviado|data|enviada em|enviado em|enviada",
        recipient="para",
        subject="assunto",
        original="mensagem original|mensagem encaminhada|início da mensagem reencaminhada|início da "
        "mensagem "
        "encaminhada|encaminhado por",
    ),
    Language(
        "Dutch",
        verbs="schreef|heeft geschreven|schrijft|geschreven|het volgende geschreven|zei",
        dates="op om uur ma di wo do vr za zo maandag dinsdag woensdag donderdag vrijdag zaterdag "
        "zondag "
        "januari jan februari feb maart mrt april apr mei juni jun juli jul augustus aug september sep "
        "oktober okt november december het volgende heeft",
        sender="van",
        sent="verzonden|datum",
        recipient="aan",
        subject="onderwerp",
        original="oorspronkelijk bericht|origineel bericht|doorgestuurd bericht|begin doorgestuurd "
        "bericht|"
        "oorspronkelijke bericht",
    ),
    Language(
        "Swedish",
        verbs="skrev|skriver|skrev följande|sade",
        dates="den kl på mån tis ons tor tors fre lör sön måndag tisdag onsdag torsdag fredag "
        "lördag söndag "
        "januari februari mars april maj juni juli augusti september oktober november december okt vid "
        "klockan",
        sender="från",
        sent="skickat|datum",
        recipient="till|kopia",
        subject="ämne",
        original="ursprungligt meddelande|originalmeddelande|vidarebefordrat meddelande|"
        "vidarebefordrat brev|"
        "ursprungligt mail",
    ),
    Language(
        "Danish and Norwegian",
        verbs="skrev|skriver|skreiv|har skrevet|sa",
        dates="den kl på man tir ons tor fre lør søn mandag tirsdag onsdag torsdag fredag lørdag "
        "søndag januar "
        "februar marts april maj mai juni juli august september oktober november december okt des "
        "desember klokken d",
        sender="fra",
        sent="sendt|dato",
        recipient="til|kopi",
        subject="emne",
        original="oprindelig meddelelse|original meddelelse|opprinnelig melding|videresendt meddelelse|"
        "videresendt melding|original message|oprindelig besked|start på videresendt besked",
    ),
    Language(
        "Finnish",
        verbs="kirjoitti|kirjoittaa|kirjoitteli|sanoi",
        dates="klo ma ti ke to pe la su maanantai tiistai keskiviikko torstai perjantai lauantai "
        "sunnuntai "
        "tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta "
        "elokuuta syyskuuta "
        "lokakuuta marraskuuta joulukuuta tammi helmi maalis huhti touko kesä heinä elo syys "
        "loka marras "
        "joulu kuuta",
        sender="lähettäjä",
        sent="lähetetty|päivämäärä|päiväys",
        recipient="vastaanottaja|kopio",
        subject="aihe",
        original="alkuperäinen viesti|välitetty viesti|edelleenlähetetty viesti",
    ),
    Language(
        "Polish",
        verbs="napisał(a)|napisał|napisała|pisze|napisano|napisa?|napisa?(a)|pisał",
        dates="w dniu dnia o godz godzinie użytkownik r pon wt śr czw pt sob niedz nd poniedziałek "
        "wtorek "
        "środa czwartek piątek sobota niedziela sty stycznia lut lutego mar marca kwi "
        "kwietnia maja cze "
        "czerwca lip lipca sie sierpnia wrz września paź października lis listopada gru grudnia",
        sender="od|nadawca",
        sent="wysłano|data|wysłane",
        recipient="do|dw|adresat",
        subject="temat",
        original="wiadomość oryginalna|oryginalna wiadomość|treść przekazanej wiadomości|wiadomość "
        "przekazana "
        "dalej|przekazana wiadomość|original message",
    ),
    Language(
        "Czech",
        verbs="napsal(a)|napsal|napsala|píše|napsal/a|naps?l",
        dates="odesílatel dne v ve po út st čt pá so ne pondělí úterý středa čtvrtek pátek sobota "
        "neděle ledna "
        "února "
        "března dubna května června července srpna září října listopadu prosince uživatel hod",
        sender="od",
        sent="odesláno|datum|odesílatel",
        recipient="komu|kopie|pro",
        subject="předmět",
        original="původní zpráva|původní e-mail|přeposlaná zpráva",
    ),
    Language(
        "Slovak",
        verbs="napísal(a)|napísal|napísala|píše",
        dates="dňa o po ut st št pi so ne pondelok utorok streda štvrtok piatok sobota nedeľa "
        "januára februára "
        "marca apríla mája júna júla augusta septembra októbra novembra decembra",
        sender="od",
        sent="odoslané|dátum",
        recipient="komu|pre|kópia",
        subject="predmet",
        original="pôvodná správa|preposlaná správa",
    ),
    Language(
        "Hungarian",
        verbs="írta|írja|írt|ezt írta|irta|?rta",
        dates="időpont ekkor időpontban h k sze cs p szo v hétfő kedd szerda csütörtök péntek "
        "szombat vasárnap "
        "január jan február febr március márc április ápr május máj június jún július júl "
        "augusztus aug "
        "szeptember szept október okt november december ezt feladó ekkor:",
        sender="feladó|küldte",
        sent="elküldve|dátum|küldve",
        recipient="címzett|másolatot kap",
        subject="tárgy",
        original="eredeti üzenet|továbbított üzenet|továbbított levél",
    ),
    Language(
        "Russian",
        verbs="пишет|писал|писала|писал(а)|написал|написала|написал(а)|написал(-а)|пишете|сообщил|вы писали",
        dates="в от г года пн вт ср чт пт сб вс понедельник вторник среда четверг пятница суббота "
        "воскресенье "
        "января янв февраля фев марта мар апреля апр мая май июня июн июля июл августа авг "
        "сентября сен "
        "октября окт ноября ноя декабря дек пользователь здравствуйте вы",
        sender="от|от кого",
        sent="отправлено|дата|послано",
        recipient="кому|копия",
        subject="тема",
        original="исходное сообщение|пересылаемое сообщение|пересланное сообщение|начало "
        "переадресованного "
        "сообщения|оригинальное сообщение|конец пересылаемого сообщения",
    ),
    Language(
        "Ukrainian",
        verbs="пише|писав|писала|написав|написала|написав(-ла)|написав(ла)",
        dates="о р року пн вт ср чт пт сб нд понеділок вівторок середа четвер п'ятниця субота "
        "неділя січня "
        "лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня користувач",
        sender="від",
        sent="надіслано|дата|відправлено",
        recipient="кому|копія",
        subject="тема",
        original="вихідне повідомлення|переслане повідомлення|оригінальне повідомлення|початкове "
        "повідомлення",
    ),
    Language(
        "Bulgarian and Serbian",
        verbs="написа|напиша|написала|пише|napisa|piše|je napisao|je napisala|је написао|је написала|написао",
        dates="на в г ч у дана dana u сеп окт ное дек јан феб мар апр мај јун јул авг januara "
        "februara aprila "
        "maja juna jula avgusta septembra oktobra novembra decembra",
        sender="от|од|od|šalje",
        sent="изпратено|дата|послато|poslato|poslano|датум",
        recipient="до|за|za|prima",
        subject="относно|тема|naslov|predmet",
        original="оригинално съобщение|препратено съобщение|оригинална порука|originalna poruka|"
        "izvorna poruka|"
        "proslijeđena poruka",
    ),
    Language(
        "Croatian and Slovene",
        verbs="je napisao/la|napisala|napisao|napisal(a)|napisao je|napisala je|je napisal|"
        "je napisala|je napisal/-a|piše|"
        "napisal|napisal/a",
        dates="dana dne ob u oseba korisnik stu tra pon uto sri čet pet sub ned tor sre siječnja "
        "veljače ožujka travnja "
        "svibnja "
        "lipnja srpnja kolovoza rujna listopada studenoga prosinca januar februar marec april "
        "maj junij "
        "julij avgust september oktober november december je",
        sender="od|šalje",
        sent="poslano|datum",
        recipient="za|prima|kp",
        subject="predmet|zadeva",
        original="izvorna poruka|izvirno sporočilo|posredovano sporočilo",
    ),
    Language(
        "Romanian",
        verbs="a scris|scris|scrie|a spus",
        dates="în la pe ora data lun mar mie joi vin sâm dum luni marți miercuri vineri sâmbătă "
        "duminică "
        "ianuarie ian februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie "
        "decembrie",
        sender="de la|expeditor",
        sent="trimis|data|trimis la",
        recipient="către|la|catre",
        subject="subiect|subiectul",
        original="mesaj original|mesajul original|mesaj redirecționat|mesaj retrimis",
    ),
    Language(
        "Turkish",
        verbs="yazdı|yazmış|şunu yazdı|şunları yazdı|tarihinde şunu yazdı|demiş ki|dedi ki|yazd?",
        dates="tarihinde tarihli günü saat pzt sal çar per cum cmt paz pazartesi salı çarşamba "
        "perşembe cuma "
        "cumartesi pazar oca ocak şub şubat mart nis nisan may mayıs haz haziran tem temmuz "
        "ağu ağustos "
        "eyl eylül eki ekim kas kasım ara aralık şunu şunları kişi",
        sender="kimden|gönderen",
        sent="gönderildi|tarih|gönderilme",
        recipient="kime|bilgi",
        subject="konu",
        original="özgün ileti|orijinal mesaj|iletilen mesaj|orijinal ileti|yönlendirilmiş ileti",
    ),
    Language(
        "Greek",
        verbs="έγραψε|έγραψες|γράφει|εγραψε|έγραψαν",
        dates="στις την τις ο η οη το π.μ μ.μ πμ μμ δευ τρί τετ πέμ παρ σάβ κυρ δευτέρα τρίτη τετάρτη "
        "πέμπτη "
        "παρασκευή σάββατο κυριακή ιαν φεβ μαρ απρ μαΐ ιουν ιουλ αυγ σεπ οκτ νοε δεκ ιανουαρίου "
        "φεβρουαρίου μαρτίου απριλίου μαΐου ιουνίου ιουλίου αυγούστου σεπτεμβρίου οκτωβρίου νοεμβρίου "
        "δεκεμβρίου χρήστης",
        sender="από",
        sent="στάλθηκε|ημερομηνία|εστάλη",
        recipient="προς|κοιν",
        subject="θέμα",
        original="αρχικό μήνυμα|προωθημένο μήνυμα|πρωτότυπο μήνυμα",
    ),
    Language(
        "Hebrew, Arabic and Persian",
        verbs="כתב|כתבה|כתב/ה|מאת|كتب|كتبت|كتب/كتبت|تمت كتابة ما يلي بواسطة|نوشت|نوشته است",
        dates="בתאריך ב יום א ג ד ה ו ש בשעה في يوم بتاريخ ص م در تاریخ ساعت جمعه شنبه یکشنبه "
        "دوشنبه سه‌شنبه چهارشنبه پنجشنبه الاثنين الثلاثاء الأربعاء الخميس الجمعة "
        "السبت الأحد",
        sender="מאת|من",
        sent="נשלח|תאריך|تاريخ الإرسال|التاريخ|تم الإرسال",
        recipient="אל|עותק|إلى|نسخة",
        subject="נושא|الموضوع",
        original="הודעה מקורית|الرسالة الأصلية|رسالة معاد توجيهها|הודעה שהועברה",
    ),
    Language(
        "Chinese",
        verbs="写道|寫道|写到|寫到|写|來信|说道",
        dates="在 于 於 年 月 日 上午 下午 星期 周一 周二 周三 周四 周五 周六 周日 星期一 "
        "星期二 星期三 星期四 星期五 星期六 星期日 週一 週二 週三 週四 週五 "
        "週六 週日",
        sender="发件人|寄件者|寄件人|发送者",
        sent="发送时间|日期|寄件日期|发送日期|傳送時間|已傳送",
        recipient="收件人|收件者|抄送|副本",
        subject="主题|主旨|主題",
        original="原始邮件|原始信件|邮件原件|原始郵件|转发的邮件|轉寄郵件|转发邮件信息|原邮件",
    ),
    Language(
        "Japanese and Korean",
        verbs="のメール|書きました|さんは書きました|は書きました|のメッセージ|さんのメッセージ|작성|"
        "님이 작성|님의 말|님이 쓴 글|이(가) 쓴 글|께서 쓴 글|쓴 글",
        dates="年 月 日 火 水 木 金 土 월 화 수 목 금 토 "
        "曜日 月曜日 火曜日 水曜日 木曜日 金曜日 土曜日 日曜日 午前 午後 時 分 "
        "년 월 일 오전 오후 요일 월요일 화요일 수요일 목요일 금요일 "
        "토요일 일요일",
        sender="差出人|送信者|보낸 사람|보낸사람",
        sent="送信日時|日時|日付|보낸 날짜|날짜",
        recipient="宛先|받는 사람|받는사람|참조",
        subject="件名|제목",
        original="元のメッセージ|転送メッセージ|원본 메시지|전달된 메시지|원본 메일|オリジナルメッセージ",
    ),
    Language(
        "Baltic, Estonian, Catalan, Basque, Vietnamese, Indonesian, Thai, Hindi, Belarusian",
        verbs="rašė|rakstīja|raksta|kirjutas|va escriure|escrigué|ha escrit|đã viết|viết|menulis|"
        "skribis|missatge de|igorleak hau idatzi zuen|เขียนว่า|ได้เขียนว่า|ने लिखा|піша|"
        "idatzi du|escribiu|skrifaði|ysgrifennodd|scríobh",
        dates="missatge kuupäeval gads dienā d on die la el vào lúc ngày tháng pada pukul tanggal "
        "pirmadien "
        "sendita data",
        sender="kellelt|no|nuo|từ|dari",
        sent="saadetud|nosūtīts|išsiųsta|data|gửi|đã gửi|ngày|dikirim|tanggal|kuupäev",
        recipient="kellele|kam|kas|đến|kepada|per a",
        subject="teema|tēma|tema|chủ đề|perihal|assumpte",
        original="algne kiri|originalais ziņojums|originalus laiškas|thư gốc|pesan asli|missatge "
        "original|"
        "edasisaadetud kiri",
    ),
)
"""A row a language."""


def lower_letters(text: str) -> str:
    """Lower a text, one character for one: a Turkish `İ` would become two.

    >>> lower_letters("Özgün İleti")
    'özgün ileti'
    """
    return text.replace("İ", "i").lower()


def alternatives(field: str) -> tuple[str, ...]:
    """Collect a field of all languages, the longest first."""
    found = {word for language in LANGUAGES for word in getattr(language, field).split("|")}
    return tuple(sorted(found, key=lambda word: (-len(word), word)))


VERBS = alternatives("verbs")
DATE_WORDS = frozenset(word.strip(".:") for language in LANGUAGES for word in language.dates.split())
LOST_DATE_WORDS = frozenset("".join(filter(str.isascii, word)) for word in DATE_WORDS if not word.isascii())
"""What is left of them where an archive has lost all letters but those of ASCII."""
SENDER_WORDS = frozenset(alternatives("sender"))
SENT_WORDS = frozenset(alternatives("sent"))
RECIPIENT_WORDS = frozenset((*alternatives("recipient"), "cc"))
SUBJECT_WORDS = frozenset(alternatives("subject"))
FIELD_WORDS = SENDER_WORDS | SENT_WORDS | RECIPIENT_WORDS | SUBJECT_WORDS
ORIGINAL_WORDS = alternatives("original")
FORWARD_ENDS = (
    "end forward",
    "end included",
    "end message",
    "end of forward",
    "end of included",
    "end of original",
    "end original",
    "ende der weitergeleiteten",
    "ende weitergeleitete",
    "beendete weitergeleitete",
    "fin du message",
    "fin del mensaje",
    "fim da mensagem",
    "fine del messaggio",
    "fine messaggio",
    "einde doorgestuurd",
    "slut på vidarebefordrat",
    "koniec przekazanej",
    "конец переадресованного",
    "конец пересылаемого",
)
"""How the rule begins that some programs draw below a forwarded message."""
