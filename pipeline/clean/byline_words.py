"""What bylines say beside names, in the languages most met: the lists that `bylines` reads.

All words are casefolded. They name habits of the trade, never one site.
"""


def _words(text: str) -> list[str]:
    return text.split()


# What a person behind whose name it stands does: "Ann Lee, health editor".
ROLES = frozenset(
    _words("""
editor reporter correspondent writer columnist critic producer photographer journalist chief
contributor analyst redakteur redakteurin korrespondent korrespondentin reporterin journalistin
journaliste correspondant correspondante envoyé envoyée rédacteur rédactrice redactor redactora
corresponsal periodista editora repórter jornalista correspondente giornalista inviato inviata
corrispondente redacteur verslaggever correspondente redaktör journalist korrespondent toimittaja
dziennikarz dziennikarka redaktor muhabir muhabiri корреспондент обозреватель кореспондент
editors reporters correspondents writers columnists critics journalists redakteure reporter
enviado enviada corresponsales reportero reportera redactores columnista colunista cronista
chroniqueur chroniqueuse éditorialiste envoyés redattore redattrice verslaggeefster reportere
kommentator redaktør redaktörer krönikör skribent kirjeenvaihtaja toimittajat korespondent
korespondentka reporterka publicysta publicystka redaktorka reportér reportérka novinář novinářka
zpravodaj zpravodajka újságíró tudósító szerkesztő corespondent corespondentă jurnalist jurnalistă
журналист журналистка корреспондентка редактор спецкор журналіст журналістка кореспондентка
δημοσιογράφος ανταποκριτής ανταποκρίτρια gazeteci yazarı editörü مراسل مراسلة صحفي صحافي صحفية
संवाददाता पत्रकार wartawan jurnalis
""")
)

# How German, Dutch and the languages of the north end words for the same: "ARD-Korrespondentin".
ROLE_ENDS = tuple(
    _words("""
korrespondent korrespondentin korrespondenten redakteur redakteurin reporter reporterin redaktør
redaktör journalist journalistin verslaggever correspondent redacteur kommentator toimittaja
""")
)

# What stands before a role, where no comma parts it from a name: "Ann Lee Political Editor".
BEATS = frozenset(
    _words("""
staff senior chief political politics business sports sport science health education environment
arts culture crime courts world foreign international national local city economics technology
tech features investigations contributing special deputy associate managing diplomatic defence
defense medical legal royal transport consumer personal finance investigative general assignment
""")
)

# What its writer is to a paper, before the role: "our", and in Italian "from the".
OURS = tuple(
    _words("""
our unserem unserer unser unsere notre nostro nostra nuestro nuestra nosso nossa onze ons vår
vores naszego naszej nasz nasza našeho naší náš naše нашего нашей наш наша нашого нашої dal dalla
""")
)
OURS_OF_ASIA = tuple(
    _words("""
本报 本報 本刊 本网 本網 本台 新华社 新華社 中新社 中央社 特约 特約 实习 實習 首席 见习 見習
""")
)
# Behind the role.
SPECIALLY = frozenset(
    _words("spécial spéciale spéciaux especial especiais speciale speciali special")
)

# What somebody did of a piece who is its author, and who is not: "Words and pictures by".
WROTE = tuple(
    _words("""
words text texts texto textos texte textes testo testi tekst tekster teksty teksti tekstit story
szöveg текст текста тексты κείμενο κείμενα metin النص نص bài teks 文 文字 撰文 撰稿 采写 采访 取材
聞き手 글 취재
""")
)
OTHERWISE = tuple(
    _words("""
beeld beelden grafik grafiken graphik infografik infographie infografía infografia infografica
gráfico gráficos grafica grafiek grafika grafiikka graphic zeichnung zeichnungen dessin dessins
ilustraciones ilustrações illustrazione illustrazioni illustratie illustraties illustrationen
illustrasjon illustrasjoner ilustracja ilustrace рисунок инфографика графика 그래픽
photo photos photograph photographs photography picture pictures image images illustration
illustrations graphics video foto fotos foto's fotografie fotografien fotografía fotografías
fotografia fotografias imágenes imagens ilustración ilustração bild bilder billeder kuva kuvat
valokuvat zdjęcia zdjęcie fot fotky fénykép fényképek fotografii фото снимки фотографии світлини
φωτογραφίες φωτογραφία fotoğraf fotoğraflar تصوير صور ảnh 写真 撮影 摄影 攝影 사진 영상
""")
)
EDITED = tuple(_words("editor editors editing producer production montage cámara camera"))

# Behind a name and before an outlet: "Ann Lee for the Courier".
FOR = frozenset(_words("for para pour für voor för per dla для için"))
# Agencies that are not named: "Ann Lee with agencies".
UNNAMED_AGENCIES = tuple(
    _words("""
agence agences agencies agenturen agencias agências agenzie agentschappen persbureaus byråer
telegrambyråer bureauer agencjami agenturami agentury агентства агентствами агенції агенціями
ajanslar πρακτορεία وكالات
""")
)

# Kinds of pieces, of which a byline says whose they are: "Una crónica de", "Eine Reportage von".
PIECES = tuple(
    _words("""
interview entrevista intervista interviu interjú entretien reportage reportaje reportagem
reportaż reportáž crónica crônica report essay ensayo ensaio analyse analysis análisis análise
analisi kommentar comentario comentário commento kolumne columna coluna bericht gastbeitrag
beitrag exclusive verslag riport feature tribune chronique editorial éditorial billet tribuna
opinión opinião opinione artículo artigo articolo artikel
""")
)

# Before a colon and a person's name: who wrote, or what they are to the paper.
BYLINE_LABELS = tuple(
    """
    correspondent|staff writer|repórter|jornalista|periodista|corresponsal
    cronista|journaliste|autrice|autora|autores|auteurs|giornalista|servizio|redakteur|redakteurin
    reporterin|verslaggever|skribent|reportér|redaktor|autorka|autorzy|dziennikarz|újságíró
    reporteri|toimittajat|corespondent|корреспондент|журналист|журналистка|автор текста
    кореспондент|кореспондентка|журналіст|журналістка|авторка|репортер|συντάκτης|συντάκτρια|γράφει
    muhabirler|yazarlar|الكاتب|الكاتبة|المراسل|مراسل|مراسلة|مراسلنا|كاتب المقال|كتبه|خبرنگار
    خبرنگاران|گزارشگر|گزارش از|نامہ نگار|رپورٹر|کاتب|כתב|כתבת|כתבים|संवाददाता|रिपोर्टर
    पत्रकार|প্রতিবেদক|প্রতিবেদন|செய்தியாளர்|ผู้เขียน|ผู้สื่อข่าว|wartawan|jurnalis|kontributor
    pewarta|pv|phóng viên|bài|bài và ảnh|ctv|mwandishi|执笔|執筆|筆者|ライター|撰稿|记者|記者|기자
    """.replace("\n", "|")
    .strip(" |")
    .split("|")
)

LABELLED_STARTS = tuple(
    f"{label.strip()}{sign}" for label in BYLINE_LABELS for sign in (": ", " : ", "：")
)

# Before a person's name, alone at the start of a line.
BYLINE_STARTS = (
    *LABELLED_STARTS,
    "by ",
    "by: ",
    "byline: ",
    "posted by ",
    "von: ",
    "geschrieben von ",
    "verfasst von ",
    "par : ",
    "écrit par ",
    "rédigé par ",
    "publié par ",
    "propos recueillis par ",
    "por: ",
    "escrito por ",
    "publicado por ",
    "postado por ",
    "redactado por ",
    "scritto da ",
    "pubblicato da ",
    "geschreven door ",
    "door: ",
    "scris de ",
    "napisane przez ",
    "napisał ",
    "napisała ",
    "skriven av ",
    "skrevet af ",
    "kirjoittanut ",
    "written by ",
    "reported by ",
    "story by ",
    "words by ",
    "text by ",
    "analysis by ",
    "commentary by ",
    "opinion by ",
    "review by ",
    "interview by ",
    "analyse von ",
    "kommentar von ",
    "ein kommentar von ",
    "eine analyse von ",
    "ein gastbeitrag von ",
    "author: ",
    "authors: ",
    "von ",
    "par ",
    "por ",
    "di ",
    "door ",
    "autor: ",
    "autorin: ",
    "auteur: ",
    "autore: ",
    "автор: ",
    "автор ",
    "yazar: ",
    "haber: ",
    "tekst: ",
    "بقلم ",
    "بقلم: ",
    "كتب ",
    "文/",
    "文／",
    "记者 ",
    "记者：",
    "記者 ",
    "記者：",
    "作者：",
    "作者:",
    "撰文：",
    "文・",
    "文=",
    "interview: ",
    "text: ",
    "reporting by ",
    "av ",
    "af ",
    "skrevet av ",
    "teksti: ",
    "toimittaja: ",
    "penulis: ",
    "reporter: ",
    "oleh ",
    "tác giả: ",
    "szerző: ",
    "yazan: ",
    "autoři: ",
    "автори: ",
    "авторы: ",
    "текст: ",
    "του ",
    "της ",
    "γράφει ο ",
    "γράφει η ",
    "كتب: ",
    "كتبت: ",
    "كتبت ",
    "إعداد: ",
    "מאת ",
    "מאת: ",
    "نویسنده: ",
    "به قلم ",
    "تحریر: ",
    "लेखक: ",
    "লেখক: ",
    "โดย ",
    "โดย: ",
    "written by: ",
    "reported by: ",
    "muhabir: ",
    "penulis : ",
    "oleh: ",
    "laporan wartawan ",
    "texto: ",
    "texto y fotos: ",
    "a cura di ",
    "oprac. ",
    "بقلم/ ",
    "إعداد/ ",
    "كتب - ",
    "rozmawia ",
    "rozmawiał ",
    "rozmawiała ",
    "opracował: ",
    "opracowała: ",
    "opracowanie: ",
    "napsal ",
    "napsala ",
    "připravil ",
    "připravila ",
    "írta: ",
    "írta ",
    "беседовал ",
    "беседовала ",
    "подготовил ",
    "подготовила ",
    "интервью взял ",
    "интервью взяла ",
    "репортаж: ",
    "розмовляла ",
    "розмовляв ",
    "rapporterer: ",
    "journalist: ",
    "redacción: ",
    "redação: ",
    "reportagem: ",
    "reportaje: ",
    "ρεπορτάζ: ",
    "συνέντευξη: ",
    "röportaj: ",
    "söyleşi: ",
    "حوار: ",
    "تقرير: ",
    "रिपोर्ट: ",
    "laporan: ",
    "liputan: ",
    "phóng viên ",
    "as told to ",
    "contributed by ",
    "entretien réalisé par ",
    "submitted by ",
    "compiled by ",
    "column by ",
    "av: ",
    "af: ",
    "das gespräch führte ",
    "protokoll: ",
    "материал подготовил ",
    "материал подготовила ",
    "enviado por ",
    "soumis par ",
    "eingereicht von ",
    "gespeichert von ",
    "ingediend door ",
    "inviato da ",
    "lagt inn av ",
    "inskickat av ",
)

# How the last line of a story opens that says who reported it, before who edited it.
CREDITED_STARTS = (
    "reporting by ",
    "reporting and writing by ",
    "writing by ",
    "written by ",
    "reportage de ",
    "reportage par ",
    "reporte de ",
    "información de ",
    "reportagem de ",
    "reportagem por ",
    "bericht von ",
    "verslag door ",
    "servizio di ",
)

# Behind a person's name, alone at the end of a line.
BYLINE_ENDS = (
    "기자",
    "선임기자",
    "전문기자",
    "인턴기자",
    "수습기자",
    "객원기자",
    "특파원",
    "논설위원",
    "記者",
    "记者",
)
