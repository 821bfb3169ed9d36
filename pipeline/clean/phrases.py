"""What the furniture of news pages says, in the languages most met: the lists that `lines` reads.

All phrases are casefolded words with one space between them, without punctuation and digits, as
`lines.plain` makes them. They name habits of the trade, never one site.
"""


def _phrases(text: str) -> frozenset[str]:
    return frozenset(line for line in (raw.strip() for raw in text.splitlines()) if line)


def _words(text: str) -> list[str]:
    return text.split()


def _listed(text: str) -> frozenset[str]:
    return frozenset(" ".join(part.split()) for part in text.split(","))


# Above other stories: what follows such a line is not the story before it. So are most of
# `MARKER_STARTS`.
MARKERS = _phrases("""
related articles
related article
related stories
related story
related news
related content
related posts
related topics
related coverage
recommended articles
recommended stories
recommended reading
recommended for you
suggested articles
more stories
more news
more articles
more headlines
more on this story
more on this topic
more like this
most read
most popular
most viewed
trending
trending now
trending stories
popular
popular stories
top stories
top news
latest
latest news
latest stories
latest articles
you may also like
you might also like
you may like
you might like
you may also be interested in
up next
next article
next story
next up
previous article
dont miss
don t miss
editor s picks
editors picks
from the web
around the web
from around the web
more for you
also today
what to read next
sponsored stories
stories you may have missed
a ne pas manquer
czytaj dalej
in other news
other news
other stories
in case you missed it
icymi
what others are reading
keep reading
from our partners
sponsored content
zum thema
auch interessant
das könnte sie auch interessieren
das könnte dich auch interessieren
das könnte sie interessieren
weitere artikel
weitere meldungen
weitere nachrichten
weitere themen
mehr artikel
mehr nachrichten
ähnliche artikel
verwandte artikel
passend zum thema
neueste artikel
meistgelesen
meistgelesene artikel
meist gelesen
empfehlungen
empfohlene artikel
a lire aussi
à voir aussi
lire également
sur le même sujet
sur le même thème
dans la même rubrique
articles liés
articles similaires
articles recommandés
articles connexes
les plus lus
les articles les plus lus
plus d articles
vous aimerez aussi
vous pourriez aussi aimer
nos recommandations
à ne pas manquer
noticias relacionadas
artículos relacionados
contenido relacionado
relacionado
relacionados
relacionadas
también te puede interesar
te podría interesar
le puede interesar
le puede interesar también
leer también
leer más
más leídas
lo más leído
lo más visto
las más leídas
te recomendamos
recomendados
últimas noticias
notícias relacionadas
artigos relacionados
matérias relacionadas
conteúdo relacionado
veja mais
saiba mais
mais lidas
mais notícias
mais lidos
últimas notícias
recomendado para você
articoli correlati
notizie correlate
contenuti correlati
potrebbe interessarti
potrebbe interessarti anche
ti potrebbe interessare
ti potrebbero interessare
potrebbero interessarti
i più letti
le più lette
altre notizie
altri articoli
ultime notizie
lees meer
lees verder
gerelateerde artikelen
gerelateerd
meer nieuws
meest gelezen
aanbevolen
bekijk ook
ook interessant
читать также
по теме
материалы по теме
новости по теме
еще по теме
ещё по теме
похожие статьи
похожие новости
похожие материалы
другие новости
рекомендуем
популярное
самое читаемое
последние новости
相关文章
相关新闻
相关报道
相关推荐
推荐阅读
热门文章
热门新闻
热门推荐
猜你喜欢
更多新闻
相關新聞
相關文章
相關報道
相關閱讀
推薦閱讀
熱門新聞
熱門文章
你可能也喜歡
更多新聞
関連ニュース
関連キーワード
おすすめ記事
おすすめ
人気記事
こちらも読まれています
アクセスランキング
추천 기사
인기 기사
많이 본 뉴스
اقرا ايضا
مقالات ذات صلة
أخبار ذات صلة
مواضيع ذات صلة
الأكثر قراءة
قد يعجبك أيضا
شاهد أيضا
ilgili haberler
benzer haberler
diğer haberler
çok okunanlar
en çok okunanlar
önerilen haberler
ilginizi çekebilir
bunlar da ilginizi çekebilir
son haberler
czytaj również
przeczytaj też
powiązane artykuły
podobne artykuły
polecane
polecamy
najczęściej czytane
więcej na ten temat
nächster artikel
nächste meldung
nächster beitrag
lesen sie jetzt
article suivant
prochain article
siguiente noticia
siguiente artículo
próxima notícia
próximo artigo
prossimo articolo
следующая новость
следующая статья
следующий материал
читайте далее
читать далее
sonraki haber
następny artykuł
kolejny artykuł
下一篇
下一條
次の記事
다음 기사
المقال التالي
الخبر التالي
lea además
bu haberler de ilginizi çekebilir
mirá también
citește mai mult
mer om ämnet
čtěte dál
přečtěte si také
související články
súvisiace články
kapcsolódó cikkek
kapcsolódó cikkeink
povezane vijesti
още по темата
вас може зацікавити
за темою
схожі новини
новини по темі
διαβαστε ακομα
δειτε επισης
σχετικά άρθρα
σχετικα αρθρα
כתבות נוספות
כתבות קשורות
עוד בנושא
בנושא זה
بخوانید
اخبار مرتبط
مطالب مرتبط
خبرهای مرتبط
متعلقہ خبریں
مواضيع متعلقة
أخبار متعلقة
مواضيع قد تهمك
संबंधित खबरें
อ่านต่อ
อ่านข่าวต้นฉบับ
ข่าวเกี่ยวข้อง
mời độc giả đọc thêm
tin liên quan
bài liên quan
tin cùng chuyên mục
có thể bạn quan tâm
artikel terkait
berita terkait
artikel berkaitan
함께 보면 좋은 기사
관련 뉴스
notas relacionadas
nota relacionada
noticia relacionada
warto przeczytać
матеріали за темою
матеріали по темі
другие материалы
موضوعات متعلقة
قد يهمك
قد يهمك أيضا
pour aller plus loin
mest läst
nejčtenější
terpopuler
đọc nhiều
đọc nhiều nhất
많이 본 기사
热点推荐
meer over dit onderwerp
אולי יעניין אותך
אולי יעניין אותך גם
آخرین اخبار
leia a seguir
artículo relacionado
más sobre este tema
no te pierdas
per approfondire
articoli recenti
gerelateerd nieuws
gerelateerde berichten
polecane artykuły
fler nyheter
fler artiklar
senaste nytt
relaterade artiklar
další články
самое популярное
популярные новости
лента новостей
новости партнеров
новости партнёров
еще новости
останні новини
популярні новини
більше новин
інші новини
новини партнерів
схожі матеріали
τελευταία νέα
ροή ειδήσεων
آخر الأخبار
مقالات مشابهة
הנקראות ביותר
חדשות נוספות
כתבות שיעניינו אותך
مطالب پیشنهادی
اخبار پیشنهادی
ताजा खबरें
संबंधित लेख
新着記事
最新ニュース
おすすめの記事
関連するニュース
인기기사
최신뉴스
berita terkini
berita lainnya
berita populer
rekomendasi untuk anda
pilihan editor
tin khác
tin mới nhất
tin nổi bật
xem nhiều
top news today
explore more on these topics
""")

# A marker that goes on ("More from The Standard") or names its link ("Read more: ...").
MARKER_STARTS = tuple(
    sorted(
        _phrases("""
more from
more on
more in
more about
also in
read more
read also
also read
see also
read next
watch
related
recommended
lesen sie auch
lesen sie mehr
mehr zum thema
mehr aus
mehr von
à lire aussi
lire aussi
voir aussi
lea también
lee también
te puede interesar
ver también
leia também
leia mais
veja também
leggi anche
vedi anche
lees ook
читайте также
смотрите также
相关阅读
延伸阅读
延伸閱讀
関連記事
اقرأ أيضا
اقرأ أيضًا
ilgili haber
czytaj także
czytaj też
zobacz także
zobacz też
przeczytaj także
यह भी पढ़ें
ये भी पढ़ें
à lire également
weiterlesen
más información
más noticias
lee más
lea más
mira también
citește și
citiți și
vezi și
läs också
läs även
läs mer
læs også
læs mere
les også
les mer
lue myös
lue lisää
čtěte také
čtěte též
přečtěte si
mohlo by vás zajímat
čítajte aj
čítajte tiež
prečítajte si aj
olvassa el ezt is
ezt is olvassa el
pročitajte i
pročitajte još
pročitaj i
pročitaj još
preberite tudi
прочитајте још
прочитајте и
прочетете още
вижте още
вижте също
читайте також
дивіться також
читати також
διαβάστε επίσης
διαβαστε επισης
διαβάστε ακόμα
διαβάστε ακόμη
διαβάστε περισσότερα
δείτε επίσης
δείτε ακόμα
קראו גם
קראו עוד
קרא גם
קרא עוד
ראו גם
بیشتر بخوانید
همچنین بخوانید
یہ بھی پڑھیں
مزید پڑھیں
اقرأ أيضاً
إقرأ أيضا
اقرأ المزيد
इसे भी पढ़ें
और पढ़ें
আরও পড়ুন
আরো পড়ুন
हेही वाचा
இதையும் படிக்க
மேலும் படிக்க
อ่านเพิ่มเติม
อ่านข่าวเพิ่มเติม
ข่าวที่เกี่ยวข้อง
xem thêm
đọc thêm
baca juga
baca selengkapnya
lihat juga
simak juga
あわせて読みたい
合わせて読みたい
関連リンク
관련기사
관련 기사
leé también
zobacz również
przeczytaj jeszcze
прочитайте також
à découvrir aussi
guarda anche
lies auch
lesen sie dazu auch
""")
    )
)

# Of these, what says nothing alone; all others are markers by themselves too.
UNFINISHED_STARTS = _phrases("""
also in
mehr aus
mehr von
more about
more from
more in
more on
přečtěte si
watch
čtěte též
""")

# Whole lines that are buttons, counters, labels of a page's parts, or notices of the site.
INTERFACE = _phrases("""
video unavailable
after newsletter promotion
buy now
buy now for
check price
check latest price
view deal
see deal
shop now
links buttons
markdown content
hashtags
hashtag
tags
tag
topics
topic
keywords
share
share this
share this article
share this story
share this post
share article
comments
comment
no comments
no comments yet
add a comment
leave a comment
leave a reply
post a comment
view comments
show comments
join the conversation
be the first to comment
write a comment
load more
load more comments
show more
show less
see more
view more
view all
see all
read less
expand
collapse
close
open menu
menu
main menu
search
sign in
sign up
log in
login
log out
register
subscribe
subscribe now
my account
account
settings
home
homepage
back
back to top
to top
scroll to top
go to top
next
previous
skip to content
skip to main content
skip to navigation
jump to content
skip ad
print
print this
email
email this
e mail
copy link
copy url
link copied
copied
save
saved
bookmark
like
likes
dislike
reply
report
report abuse
follow
following
follow us
listen
listen to this article
listen to article
watch
play
play video
pause
mute
unmute
fullscreen
loading
ad
ads
sponsored
promoted
cookies
cookie settings
cookie policy
accept
accept all
accept cookies
reject all
decline
i agree
agree
manage preferences
privacy
privacy policy
terms
terms of use
terms of service
terms and conditions
contact
contact us
about us
about
faq
help
feedback
sitemap
newsletter
newsletters
photo gallery
gallery
image
images
feature image
featured image
photo
photos
video
videos
text size
font size
minute read
min read
minutes read
mins read
reading time
views
shares
all rights reserved
try our ai features
ask ai
ai summary
summarize
summary
key points
table of contents
teilen
artikel teilen
drucken
kommentare
kommentar
kommentar schreiben
kommentieren
kommentare anzeigen
anmelden
registrieren
abonnieren
startseite
suche
suchen
menü
merken
vorlesen
artikel anhören
schließen
zurück
nach oben
weiter
mehr anzeigen
impressum
datenschutz
kontakt
schlagworte
schlagwörter
themen
zum inhalt springen
lesezeit
partager
partager l article
commenter
commentaires
commentaire
imprimer
s abonner
s inscrire
se connecter
connexion
rechercher
accueil
fermer
mots clés
aller au contenu
écouter
écouter l article
sauvegarder
suivre
voir plus
haut de page
mentions légales
temps de lecture
ajouter un commentaire
compartir
comentarios
comentar
imprimir
suscríbete
suscribirse
iniciar sesión
regístrate
registrarse
buscar
inicio
cerrar
etiquetas
guardar
escuchar
seguir
ver más
ver todo
volver arriba
saltar al contenido
ir al contenido
aviso legal
tiempo de lectura
compartilhar
compartilhe
partilhar
comentários
assine
assinar
entrar
cadastre se
pesquisar
início
fechar
ouvir
ver mais
ir para o conteúdo
pular para o conteúdo
tempo de leitura
condividi
commenti
commenta
stampa
abbonati
accedi
registrati
cerca
chiudi
ascolta
salva
segui
vai al contenuto
tempo di lettura
delen
deel dit artikel
reacties
reageer
afdrukken
abonneren
inloggen
registreren
zoeken
sluiten
luister
bewaar
naar de inhoud
поделиться
комментарии
комментировать
оставить комментарий
добавить комментарий
распечатать
подписаться
подпишитесь
войти
регистрация
поиск
главная
закрыть
меню
теги
наверх
показать еще
показать ещё
слушать
分享
分享到
评论
評論
发表评论
网友评论
打印
收藏
点赞
关注
登录
登入
注册
註冊
搜索
搜尋
首页
首頁
返回顶部
字号
标签
標籤
更多
加载更多
責任編輯
シェア
シェアする
コメント
コメントする
印刷
保存
ログイン
会員登録
検索
ホーム
メニュー
トップ
閉じる
もっと見る
続きを読む
ツイート
공유
댓글
로그인
검색
홈
مشاركة
شارك
تعليقات
التعليقات
تعليق
أضف تعليقا
طباعة
تسجيل الدخول
اشترك
بحث
الرئيسية
إغلاق
paylaş
yorumlar
yorum yap
yorum
yazdır
giriş yap
üye ol
abone ol
ara
ana sayfa
kapat
etiketler
kaydet
udostępnij
komentarze
skomentuj
dodaj komentarz
drukuj
zaloguj
zaloguj się
zarejestruj się
subskrybuj
szukaj
strona główna
zamknij
tagi
article continues below
story continues below
this video can not be played
continue reading the main story
dieser inhalt kann nicht angezeigt werden
empfohlener externer inhalt
la rédaction vous conseille
cet article est réservé aux abonnés
ir a los comentarios
字体 大 中 小
enter your email
enter your email address
your email address
email address
article continues after ad
story continues after advertisement
oglas
תוכן מקודם
תגובות
آگهی
نظرات
tin tài trợ
bình luận
chia sẻ
bagikan
komentar
del artiklen
jaa artikkeli
sdílet
zdieľať
megosztás
distribuie
поділитися
коментарі
коментари
κοινοποίηση
σχόλια
שתפו
שתף
اشتراک گذاری
शेयर करें
แชร์
แท็กที่เกี่ยวข้อง
devamını oku
visitas
okunma
просмотров
просмотры
переглядів
artikel merken
jetzt kommentieren
diskutieren sie mit
fehler melden
mehr lesen
beitrag teilen
link kopieren
newsletter bestellen
bildergalerie
envoyer par e mail
partager par mail
copier le lien
lire plus tard
réagir
réagir à cet article
article réservé aux abonnés
contenu réservé aux abonnés
écouter cet article
ajouter à vos favoris
voir tous les commentaires
voir les commentaires
lire la suite
compartir en facebook
compartir en whatsapp
deja un comentario
deja una respuesta
copiar enlace
escuchar nota
escuchá esta nota
ver comentarios
comparte esta noticia
artículo anterior
entrada anterior
siguiente
anterior
compartilhe esta notícia
compartilhe no whatsapp
deixe um comentário
deixe seu comentário
nenhum comentário
postar um comentário
copiar link
ouvir notícia
ouça este conteúdo
ler mais tarde
postagem mais recente
postagem mais antiga
commenta la notizia
lascia un commento
ascolta articolo
copia link
leggi tutto
continua a leggere
leggi tutti i commenti
articolo precedente
articolo successivo
reageer op dit artikel
deel op facebook
kopieer link
laat een reactie achter
vorig artikel
volgend artikel
luister naar dit artikel
bekijk alle reacties
udostępnij na facebooku
poprzedni artykuł
przejdź do galerii
zobacz galerię
dela artikeln
dela på facebook
kopiera länk
kommentera artikeln
lämna ett svar
sdílet na facebooku
sdílet článek
poslat e mailem
vstoupit do diskuse
tisk stránky
vytisknout
zkopírovat odkaz
napsat komentář
přidat komentář
předchozí článek
uložit na později
poslechněte si článek
yorum yapmak için giriş yapın
devamı için tıklayınız
bağlantıyı kopyala
bir yanıt yazın
yorum yaz
önceki haber
anasayfa
чтобы оставить комментарий авторизуйтесь
версия для печати
поделиться новостью
скопировать ссылку
ссылка скопирована
добавить в избранное
обсудить
на правах рекламы
залишити коментар
додати коментар
поширити у facebook
поділитись
скопіювати посилання
версія для друку
εκτύπωση
αφήστε ένα σχόλιο
αφήστε μια απάντηση
σχολιάστε
κοινοποιήστε
أضف تعليقك
أضف تعليق
اترك تعليقا
اترك ردا
شارك المقال
شارك الخبر
نسخ الرابط
حجم الخط
كلمات دلالية
نسخة للطباعة
أرسل لصديق
الوسوم
הוסף תגובה
כתיבת תגובה
הדפסה
שתף בפייסבוק
העתק קישור
הרשמה לניוזלטר
چاپ
ارسال نظر
افزودن نظر
لینک کوتاه
لینک کپی شد
نسخه چاپی
نظر شما
फॉलो करें
कमेंट करें
टिप्पणियां
सर्वाधिकार सुरक्षित
ブックマーク
記事を保存
文字サイズ
コメントを書く
urlをコピー
リンクをコピー
フォロー
加入收藏
打印本页
关闭窗口
我要评论
分享到微信
微信扫一扫
返回首页
複製連結
프린트
기사 공유
공유하기
댓글쓰기
댓글 남기기
스크랩
url복사
좋아요
닫기
다른기사 보기
본문 글씨 키우기
본문 글씨 줄이기
cetak
tulis komentar
salin tautan
salin link
tinggalkan balasan
lưu bài viết
gửi bình luận
sao chép liên kết
in bài viết
gửi ý kiến
trở về trang chủ
read later
your email address will not be published
מצאתם טעות בכתבה
האימייל לא יוצג באתר
لن يتم نشر عنوان بريدك الإلكتروني
""")

# A line made of nothing but these is interface, however it combines them.
# Buttons beneath what a reader said.
ANSWERS = _phrases("""
reply
log in to reply
reply to this comment
antworten
répondre
responder
rispondi
beantwoorden
ответить
відповісти
返信
回复
回覆
yanıtla
cevapla
odpowiedz
رد
답글
report abuse
share comment
""")

INTERFACE_WORDS = frozenset(
    _words("""
share shares sharing tweet retweet pin post like likes follow following facebook twitter x
whatsapp telegram linkedin pinterest reddit instagram youtube tiktok threads bluesky mastodon
weibo wechat line messenger email mail e print copy link url save bookmark comment comments
reply view views read min mins minute minutes subscribe sign log in login up out register
account menu search home skip to content main navigation top back next previous close open image
photo video feature featured play watch listen loading more show less all rss feed newsletter on
via by this article story page app store google news preferred source set our us with add a the
your of and or no yet ai features try it teilen auf per drucken partager sur par imprimer
compartir en por imprimir condividi su compartilhar no delen op advertisement ad
reklame 完
""")
)

# What sells or asks: found anywhere in a short line or sentence.
PROMOTIONS = tuple(
    sorted(
        _phrases("""
sign up for our
sign up for the
sign up to our
sign up here
sign up now
subscribe to our
subscribe to the
subscribe now
subscribe today
subscribe for
our newsletter
newsletter sign up
get our newsletter
to your inbox
in your inbox
download our app
download the app
get the app
follow us on
like us on
join us on
join our
find us on
follow our
click here to
click here for
tap here to
story continues below
article continues below
continues after
continues below
scroll to continue
support our journalism
support independent
become a member
become a subscriber
start your free trial
free trial
already a subscriber
subscribers only
create an account
create a free account
log in to
sign in to
register for free
add us as a preferred source
set as preferred source
can do for you
we use cookies
use of cookies
uses cookies
your cookie preferences
accept cookies
all rights reserved
may not be published broadcast
may not be reproduced
enable javascript
javascript is disabled
your browser does not
newsletter abonnieren
jetzt abonnieren
jetzt anmelden
jetzt testen
kostenlos testen
folgen sie uns
unseren newsletter
laden sie die app
wir verwenden cookies
alle rechte vorbehalten
mit material von
inscrivez vous
abonnez vous
suivez nous
notre newsletter
nous utilisons des cookies
tous droits réservés
téléchargez l application
suscríbete a
suscríbase
síguenos en
síguenos
nuestro boletín
nuestra newsletter
utilizamos cookies
todos los derechos reservados
descarga la app
únete a
assine a
assine nossa
inscreva se
siga nos
siga a gente
usamos cookies
todos os direitos reservados
baixe o app
participe do canal
iscriviti alla
iscriviti al
abbonati
seguici su
tutti i diritti riservati
utilizziamo i cookie
meld je aan
schrijf je in
volg ons
onze nieuwsbrief
alle rechten voorbehouden
подпишитесь на
подписывайтесь на
все права защищены
мы используем cookie
版权所有
未经授权
未經授權
扫描二维码
关注我们
下载客户端
下載app
無断転載
無断複写
メルマガ
会員限定
اشترك في
جميع الحقوق محفوظة
تابعنا على
abone olun
bizi takip edin
tüm hakları saklıdır
zapisz się
śledź nas
wszelkie prawa zastrzeżone
obserwuj nas
sign up with your email
we respect your privacy
you can unsubscribe at any time
wherever you get your podcasts
receive new posts
member supported publication
reader supported publication
seguici anche
prenumerera på
anmäl dig till
följ oss
tilmeld dig
følg os
følg oss
meld deg på
seuraa meitä
tilaa uutiskirje
sledujte nás
odebírejte
kövessen minket
kövess minket
iratkozzon fel
urmărește ne
urmăriți ne
abonează te
zapratite nas
pratite nas
pretplatite se
последвайте ни
абонирайте се
підписуйтесь на
підписуйтеся на
підпишіться на
стежте за нами
усі права захищено
ακολουθήστε μας
ακολουθήστε το
μάθετε πρώτοι όλες τις ειδήσεις
εγγραφείτε στο
עקבו אחרינו
הצטרפו לערוץ
הצטרפו לקבוצת
הירשמו לניוזלטר
כל הזכויות שמורות
ما را دنبال کنید
عضو شوید
کلیه حقوق
हमें फॉलो करें
सब्सक्राइब करें
हमारे व्हाट्सएप चैनल
ikuti kami
ikuti berita
dapatkan update berita
saksikan video
simak video
gabung di grup whatsapp
saluran whatsapp
mời bạn đọc theo dõi
theo dõi chúng tôi
đăng ký nhận
무단 전재
무단전재
재배포 금지
구독하기
有料会員限定
haberin devamı için
kanalımıza abone
kindly share this story
clique aqui para seguir o canal
""")
    )
)

# Words that show a picture's credit when a colon, slash or name follows them near the line's end.
CREDITS = (
    "photo:",
    "photos:",
    "photo by",
    "photos by",
    "photo credit",
    "photograph:",
    "photograph by",
    "photo courtesy",
    "file photo",
    "image:",
    "images:",
    "image credit",
    "image by",
    "image source",
    "picture:",
    "pictures:",
    "picture by",
    "credit:",
    "illustration:",
    "illustration by",
    "getty images",
    "shutterstock",
    "ap photo",
    "afp photo",
    "reuters/",
    "/reuters",
    "/afp",
    "afp/",
    "/getty",
    "ap photo/",
    "courtesy of",
    "foto:",
    "fotos:",
    "foto von",
    "bild:",
    "bilder:",
    "bildquelle:",
    "picture alliance",
    "crédit photo",
    "crédits photo",
    "photo :",
    "crédit :",
    "crédits :",
    "crédito:",
    "créditos:",
    "fotografía:",
    "imagen:",
    "imagem:",
    "fotografia:",
    "foto di",
    "foto de",
    "immagine:",
    "beeld:",
    "фото:",
    "фото ",
    "zdjęcie:",
    "fot.",
    "fotoğraf:",
    "图片来源",
    "图：",
    "摄影",
    "圖片來源",
    "圖：",
    "写真：",
    "写真=",
    "撮影",
    "사진=",
    "사진:",
    "صورة:",
    "©",
    "ⓒ",
    "/연합뉴스",
    "연합뉴스 제공",
    "제공=",
    "제공]",
    "fotó:",
    "fotografie:",
    "kuva:",
    "kuvat:",
    "foto :",
    "ảnh:",
    "φωτογραφία:",
    "צילום:",
    "عکس:",
    "ภาพ:",
    "/뉴시스",
    "/뉴스1",
    "फोटो:",
    "/ عکس از",
    "| عکس از",
    "φωτο:",
    "antara foto/",
    "zdroj: čtk",
)

# The same only where they stand apart from a sentence, which may hold them too.
CREDITS_APART = ("फोटो साभार", "تصوير:", "عکس از", "圖／", "图／", "dok.")

CAPTION_STARTS = (
    "photo:",
    "photos:",
    "image:",
    "file photo",
    "picture:",
    "file:",
    "caption:",
    "in pictures:",
    "foto:",
    "bild:",
    "photo :",
    "imagen:",
    "imagem:",
    "фото:",
    "图：",
    "圖：",
    "写真：",
    "사진",
    "fotó:",
    "nyitókép:",
    "kuva:",
    "kuvat:",
    "zdjęcie:",
    "slika:",
    "fotoğraf:",
    "ảnh:",
    "ảnh minh họa",
    "φωτογραφία:",
    "צילום:",
    "صورة:",
    "عکس:",
    "ภาพ:",
)

# What a broadcaster of many languages sets before the words of a picture, on their line or alone
# above; with a comma, as the same words open sentences too.
CAPTION_LABELS = (
    "image caption",
    "media caption",
    "video caption",
    "légende image",
    "légende vidéo",
    "pie de foto",
    "pie de imagen",
    "legenda da foto",
    "legenda da imagem",
    "подпись к фото",
    "підпис до фото",
    "fotoğraf altı yazısı",
    "التعليق على الصورة",
    "توضیح تصویر",
    "تصویر کا کیپشن",
    "इमेज कैप्शन",
    "keterangan gambar",
    "chụp lại hình ảnh",
    "maelezo ya picha",
    "图像加注文字",
    "圖像加註文字",
    "画像説明",
    "사진 설명",
)
# And before who took it.
CREDIT_LABELS = (
    "image source",
    "bildquelle",
    "crédit photo",
    "fuente de la imagen",
    "crédito",
    "автор фото",
    "kaynak",
    "صدر الصورة",
    "منبع تصویر",
    "تصویر کا ذریعہ",
    "इमेज स्रोत",
    "sumber gambar",
    "nguồn hình ảnh",
    "chanzo cha picha",
    "图像来源",
    "圖像來源",
    "画像提供",
    "사진 출처",
)

# What the line of a picture ends with, closing brackets aside, behind who took it; not as a part
# of the second, longer word.
CREDIT_ENDS = ("摄", "攝")
NO_CREDIT_ENDS = ("拍摄", "拍攝")
# The same only where no word stands right before it.
ARCHIVES = ("资料图", "資料圖", "资料图片")

# Whole lines that are never a part of a story, however sure their place makes it seem.
ADVERTISEMENTS = _phrases("""
advertisement
advertisements
anzeige
werbung
publicité
publicidad
publicidade
pubblicità
advertentie
annons
annonse
annonce
mainos
reklama
reklam
reklám
реклама
διαφήμιση
פרסומת
إعلان
تبلیغات
विज्ञापन
বিজ্ঞাপন
โฆษณา
quảng cáo
iklan
广告
廣告
広告
광고
story continues below advertisement
article continues below advertisement
article continues after advertisement
scroll to continue
scroll to continue with content
artiklen fortsætter under annoncen
artiklen fortsætter efter annoncen
artikeln fortsätter under annonsen
artikeln fortsätter efter annonsen
artikkelen fortsetter under annonsen
saken fortsetter under annonsen
mainos alkaa
mainos päättyy
juttu jatkuu mainoksen jälkeen
lees verder na de advertentie
tekst loopt door onder de advertentie
nach der werbung weiterlesen
la suite après cette publicité
continúa leyendo después de la publicidad
continua depois da publicidade
continua a leggere dopo la pubblicità
продолжение после рекламы
haberin devamı
haberin devamı için tıklayınız
dalsza część artykułu pod materiałem wideo
dalsza część artykułu pod wideo
reszta artykułu pod wideo
ciąg dalszy pod reklamą
διαφημιση
l article continue après la publicité
continua após a publicidade
tekst gaat verder onder de foto
tekst gaat verder onder de video
tekst gaat verder onder de advertentie
de tekst gaat verder onder de foto
de tekst gaat verder onder de video
de tekst gaat verder onder de advertentie
tekst loopt door onder de foto
tekst loopt door onder de video
artikel gaat verder onder de foto
artikel gaat verder onder de video
artikel gaat verder onder de advertentie
lees verder onder de foto
lees verder onder de advertentie
dalsza część artykułu poniżej
dalsza część tekstu pod zdjęciem
dalsza część tekstu pod wideo
dalszy ciąg tekstu pod zdjęciem
dalszy ciąg materiału pod wideo
reszta tekstu pod materiałem wideo
ciąg dalszy artykułu pod reklamą
článek pokračuje pod reklamou
minuten lesezeit
lesezeit minute
lesezeit minuten
lesezeit min
lesedauer min
lesedauer minuten
artikel anhören minuten
temps de lecture min
temps de lecture minutes
tiempo de lectura min
tiempo de lectura minutos
tempo de leitura min
tempo de leitura minutos
tempo di lettura min
tempo di lettura minuti
minuti di lettura
leestijd min
leestijd minuten
czas czytania min
czas czytania minuty
lästid min
lästid minuter
doba čtení min
doba čtení minuty
délka čtení min
okuma süresi dk
okuma süresi dakika
время чтения мин
время чтения минуты
время чтения минут
час читання хв
χρόνος ανάγνωσης λεπτά
مدة القراءة دقائق
זמן קריאה דקות
زمان مطالعه دقیقه
waktu baca menit
bu haber kez okundu
کد خبر
浏览次数
阅读量
글씨크기
글자크기
字号 大 中 小
字号 大 中 小 打印 分享到
纠错
扫一扫在手机打开当前页
fehler gefunden jetzt melden
нашли опечатку
нашли ошибку
گزارش خطا
view original article
read the original article
download pdf
download as pdf
mla apa chicago
mla apa chicago harvard
manage preferences
view in browser
view this email in your browser
unsubscribe manage preferences view in browser
view in browser unsubscribe
unsubscribe view in browser
im browser ansehen
newsletter im browser ansehen
ver en el navegador
afficher dans le navigateur
visualizza nel browser
ver no navegador
bekijk in browser
riproduzione riservata
""")

# How stories end in Chinese; without brackets the sign is a word.
ENDS = frozenset(["（完）", "(完)"])

# How lines open that say who edited, sent or owns a story, or that it is over.
FOOT_STARTS = tuple(
    _phrases("""
copyright ©
copyright (c)
copyright 19
copyright 20
© copyright
© 19
© 20
(c) 20
all rights reserved
view original content
view source version on
original-content von:
tous droits réservés
todos los derechos reservados
todos os direitos reservados
tutti i diritti riservati
alle rechten voorbehouden
wszelkie prawa zastrzeżone
tüm hakları saklıdır
все права защищены
всі права захищені
انتهای پیام
责任编辑
責任編輯
(责任编辑
（责任编辑
【责任编辑
[责任编辑
责编：
责编:
責編：
编辑：
编辑:
編輯：
(编辑：
（编辑：
【编辑：
【编辑:
校对：
校对:
审核：
编审：
编审:
免责声明：
免责声明:
免責聲明：
【免责声明】
版权声明
版權聲明
無断転載
저작권자
<저작권자
무단전재
무단 전재
""")
)
# The same however many sentences follow: the site speaks to its readers.
SITE_STARTS = tuple(
    _phrases("""
this entry was posted on
this entry was posted in
this entry was tagged
this post was filed under
filed under:
bookmark the permalink
you can follow any responses to this entry
dieser beitrag wurde unter
dieser eintrag wurde veröffentlicht
cette entrée a été publiée
cet article a été publié dans
esta entrada fue publicada en
esta entrada se publicó en
esta entrada foi publicada em
questa voce è stata pubblicata
dit bericht werd geplaatst in
our standards: the
got a news tip
have a news tip
have you got a story
got a story?
if you have a story for us, call
if you have a story for us, email
if you have a story for us, contact
seen something that you want us to
seen something you want us to
try unlimited access
get unlimited access
start your free trial
complete digital access
you have read all of your free articles
you've read all of your free articles
you have reached your limit of free articles
you've reached your limit of free articles
this is your last free article
this article was paid for by
this post was paid for by
republish our articles for free
copyright ©
© copyright
you are receiving this email because
you are receiving this e-mail because
you're receiving this email because
you received this email because
sie erhalten diese e-mail, weil
sie erhalten diesen newsletter, weil
vous recevez cet e-mail parce que
vous recevez cet email parce que
vous recevez ce courriel parce que
recibes este correo porque
recibe este correo porque
has recibido este correo porque
você está recebendo este e-mail porque
você recebeu este e-mail porque
recebeu este e-mail porque
ricevi questa e-mail perché
ricevi questa email perché
hai ricevuto questa e-mail perché
je ontvangt deze e-mail omdat
u ontvangt deze e-mail omdat
je ontvangt deze mail omdat
sie haben ihre kostenlosen artikel
vous avez lu tous vos articles gratuits
la suite de cet article est réservée aux abonnés
la suite est réservée aux abonnés
¿te ha llegado algún bulo
contenido exclusivo para suscriptores
artículo exclusivo para suscriptores
conteúdo exclusivo para assinantes
contenuto riservato agli abbonati
articolo riservato agli abbonati
dit artikel is exclusief voor abonnees
dit artikel is alleen voor abonnees
""")
)
# How a site's notices open that only their place, beneath a story's last paragraph, tells from its
# own sentences.
NOTICE_STARTS = tuple(
    _phrases("""
disclaimer:
haftungsausschluss:
haftungshinweis:
avertissement légal :
clause de non-responsabilité :
aviso legal:
descargo de responsabilidad:
exención de responsabilidad:
isenção de responsabilidade:
aviso de isenção de responsabilidade:
esclusione di responsabilità:
comments are closed
comments are now closed
comments have been closed
comments are turned off
die kommentarfunktion ist geschlossen
die kommentarfunktion wurde geschlossen
die kommentare sind geschlossen
les commentaires sont fermés
les commentaires sont clos
los comentarios están cerrados
os comentários estão fechados
os comentários estão encerrados
i commenti sono chiusi
de reacties zijn gesloten
we want to hear from you.
we want to hear from you!
we want to hear from you:
we'd like to hear from you.
we'd love to hear from you.
we would like to hear from you.
do you have a story for us?
do you have information about this story?
haben sie hinweise? schreiben sie
schreiben sie uns an
schreiben sie uns:
vous avez des informations ? écrivez
écrivez-nous à
queremos saber de ti.
queremos conocer tu opinión.
escríbenos a
escríbanos a
queremos ouvir você.
queremos saber a sua opinião.
escreva para nós
scrivici a
scriveteci a
we horen graag van je.
we horen graag van u.
kövesse oldalunkat
kövesd oldalunkat
""")
)
# The same where names alone follow: an interview has an editor who asks.
EDITED_STARTS = ("editor:", "editör:", "edited by:", "curated by:")
# The same where only capitals make it one: how releases name who sent them.
FOOT_CAPITALS = ("SOURCE ",)

# Anywhere in a short line: what a site tells those who found a mistake or want to comment.
NOTICES = tuple(
    _phrases("""
your email address will not be published required fields
нажмите ctrl enter
натисніть ctrl enter
нашли опечатку выделите
нашли ошибку выделите
если вы нашли ошибку выделите
если вы заметили ошибку выделите
якщо ви помітили помилку виділіть
якщо ви знайшли помилку виділіть
מצאתם טעות בכתבה ספרו לנו
מצאתם טעות בכתבה כתבו לנו
no será publicada los campos obligatorios
não será publicado campos obrigatórios
non sarà pubblicato i campi obbligatori
e mailadres wordt niet gepubliceerd vereiste velden
nie zostanie opublikowany wymagane pola
kommer inte publiceras obligatoriska fält
nebude zveřejněna vyžadované informace
e posta adresiniz yayınlanmayacak gerekli alanlar
email не будет опубликован обязательные поля
адреса не оприлюднюватиметься обов'язкові поля
δεν δημοσιεύεται τα υποχρεωτικά πεδία
لن يتم نشر عنوان بريدك الإلكتروني الحقول الإلزامية
האימייל לא יוצג באתר שדות החובה
tidak akan dipublikasikan ruas yang wajib
cancel any time during your trial
cancel anytime during your trial
was not involved in the creation of this content
were not involved in the creation of this content
i agree to the terms of use and acknowledge that i have read
""")
)

# Lines that open so and name one of the channels ask for readers elsewhere.
FOLLOW_STARTS = tuple(
    _phrases("""
follow
seguinos en
تابعونا على
join
subscribe
folgen sie
folge
abonnieren sie
suivez
abonnez
rejoignez
sigue
síguenos
únete
suscríbete
siga
entre no
receba
segui
seguici
iscriviti
volg
följ
følg
seuraa
obserwuj
śledź
dołącz
sledujte
kövess
kövesse
urmăriți
urmărește
abonează
takip et
bizi takip
подписывайтесь
читайте нас
следите
підписуйтесь
підписуйтеся
ikuti
simak
gabung
dapatkan
theo dõi
ακολουθήστε
""")
)
CHANNELS = ("whatsapp", "telegram", "viber", "google news", "واتساب", "تليغرام", "تلغرام")

# How lines open that offer a letter of the site, which is named behind.
LETTER_STARTS = tuple(
    f"{start} "
    for start in _phrases("""
get
receive
try
join
sign up
subscribe to
hol dir
holen sie sich
erhalten sie
bestellen sie
abonnieren sie
recevez
abonnez vous
inscrivez vous
recibe
reciba
suscríbete
receba
assine
inscreva se
ricevi
iscriviti
ontvang
schrijf je in
meld je aan
""")
)
LETTERS_OF_SITES = ("newsletter", "newsletters", "boletín", "boletim", "nieuwsbrief", "infolettre")

SOURCE_STARTS = (
    "source:",
    "sources:",
    "source :",
    "quelle:",
    "quellen:",
    "fuente:",
    "fonte:",
    "bron:",
    "источник:",
    "kaynak:",
    "źródło:",
    "来源：",
    "来源:",
    "來源：",
    "來源:",
    "出典：",
    "المصدر:",
    "джерело:",
    "πηγή:",
    "πηγη:",
    "מקור:",
    "منبع:",
    "स्रोत:",
    "sumber:",
    "nguồn:",
    "ที่มา:",
    "ที่มา :",
    "källa:",
    "kilde:",
    "lähde:",
    "zdroj:",
    "forrás:",
    "sursa:",
    "izvor:",
    "출처:",
)

# Of two words and more; of one word, what stands behind a whole name is taken for a place anyhow.
PLACES = _listed("""
abu dhabi, addis ababa, buenos aires, cape town, fort worth, ho chi minh city, hong kong,
kansas city, kuala lumpur, la paz, las vegas, los angeles, mexico city, new delhi, new jersey,
new orleans, new york, new york city, new zealand, north carolina, northern ireland,
panama city, phnom penh, port harcourt, port moresby, rio de janeiro, salt lake city, san diego,
san francisco, san josé, san juan, san salvador, santo domingo, saudi arabia, sierra leone,
south africa, south korea, sri lanka, st petersburg, são paulo, tel aviv, united kingdom,
united states, washington dc, washington d c
""")

# News agencies, whose name in brackets ends or opens a story: "(Xinhua/AFP)", "PARIS (AP) -".
AGENCIES = frozenset(
    _words("""
ap afp reuters xinhua dpa apa efe ansa tass interfax kyodo yonhap pti ani ians bernama lusa
belga anp ritzau ntb tt upi aap cna antara vna ptv wam spa mena anadolu aa dha iha ria novosti
bloomberg cnn bbc afp-jiji jiji sid kna epd keystone-sda sda europa press notimex agerpres mti
nan απε-μπε απε-mpe dpa-afx ots ctk čtk pap hina tanjug ukrinform cctv cgtn chinanews
""")
    + _words("""
भाषा 新华社 新華社 中新社 路透社 法新社 共同社 美联社 美聯社 ロイター 共同 時事
""")
    + [
        "associated press",
        "the associated press",
        "agence france presse",
        "agence france-presse",
        "anadolu agency",
        "canadian press",
        "the canadian press",
        "press association",
        "pa media",
        "press trust of india",
        "europa press",
        "ria novosti",
        "china daily",
        "global times",
    ]
)

# Those whose regional services sign with them.
WITH_SERVICES = frozenset(["dpa", "apa"])

# What consent walls speak of, in the languages that ask for consent; each of the first is a sign by
# itself, the second go with them. A text about something else has one of them here and there, not
# several in most of its paragraphs.
CONSENT = (
    "cookie consent einwilligung zustimmung consentement consentimiento consentimento consenso "
    "toestemming zgod samtycke samtykke çerez クッキー куки согласи"
).split()
CONSENT_COMPANY = (
    "partners privacy identifiers personalis personaliz datenschutz personenbezogen partner "
    "confidentialité partenaires traceurs privacidad privacidade riservatezza privacybeleid "
    "persoonsgegevens prywatności personuppgifter personopplysninger gizlilik プライバシー "
    "конфиденциальност gdpr dsgvo rgpd"
).split()

# What a page that lists what a search found has for a headline, with what was searched behind.
SEARCHES = _phrases("""
search results
search result
suchergebnisse
suchergebnis
résultats de recherche
résultats de la recherche
résultat de recherche
resultados de búsqueda
resultados de la búsqueda
resultados da pesquisa
resultados da busca
resultados de busca
risultati della ricerca
risultati di ricerca
zoekresultaten
søgeresultater
søkeresultater
sökresultat
hakutulokset
wyniki wyszukiwania
výsledky vyhledávání
výsledky hledání
výsledky vyhľadávania
keresési eredmények
keresés eredménye
rezultatele căutării
rezultate căutare
rezultati pretrage
rezultati iskanja
резултати от търсенето
результаты поиска
результати пошуку
резултати претраге
αποτελέσματα αναζήτησης
arama sonuçları
hasil pencarian
kết quả tìm kiếm
matokeo ya utafutaji
検索結果
搜索结果
搜尋結果
검색결과
검색 결과
نتائج البحث
نتایج جستجو
תוצאות חיפוש
खोज परिणाम
खोज के नतीजे
ผลการค้นหา
""")

# What a page that failed, or that asks whether a person reads it, has for a headline.
ERRORS = _phrases("""
not found
page not found
page not available
page unavailable
page does not exist
page missing
this page could not be found
this page isn t available
this page is not available
sorry this page isn t available
the page you requested was not found
oops
oops page not found
sorry page not found
content not found
article not found
access denied
access forbidden
forbidden
you have been blocked
sorry you have been blocked
service unavailable
bad gateway
internal server error
just a moment
attention required
attention required cloudflare
security check
security verification
are you a robot
are you human
verify you are human
please verify you are a human
robot check
one more step
checking your browser
ddos protection
pardon our interruption
human verification
seite nicht gefunden
nicht gefunden
diese seite wurde nicht gefunden
die seite wurde nicht gefunden
seite nicht verfügbar
zugriff verweigert
page non trouvée
page introuvable
page inexistante
contenu introuvable
accès refusé
página no encontrada
no encontrado
página no disponible
acceso denegado
página não encontrada
não encontrado
página indisponível
acesso negado
pagina non trovata
pagina non disponibile
accesso negato
pagina niet gevonden
niet gevonden
sidan hittades inte
sidan kunde inte hittas
siden blev ikke fundet
siden ble ikke funnet
siden finnes ikke
sivua ei löytynyt
strona nie została znaleziona
nie znaleziono strony
nie znaleziono
stránka nenalezena
stránka nebyla nalezena
stránka sa nenašla
az oldal nem található
pagina nu a fost găsită
страница не найдена
страница не существует
доступ запрещен
доступ запрещён
сторінку не знайдено
сторінка не знайдена
страницата не е намерена
sayfa bulunamadı
aradığınız sayfa bulunamadı
erişim engellendi
η σελίδα δεν βρέθηκε
σελίδα δεν βρέθηκε
הדף לא נמצא
העמוד לא נמצא
الصفحة غير موجودة
لم يتم العثور على الصفحة
صفحه مورد نظر یافت نشد
صفحه پیدا نشد
halaman tidak ditemukan
không tìm thấy trang
trang không tồn tại
ไม่พบหน้า
ไม่พบหน้าที่คุณต้องการ
页面不存在
页面未找到
找不到页面
找不到网页
頁面不存在
找不到頁面
找不到網頁
ページが見つかりません
ページが見つかりませんでした
お探しのページは見つかりませんでした
페이지를 찾을 수 없습니다
""")

# What headlines of live reports say, as `lines.plain` writes it.
LIVE = (
    "live blog", "liveblog", "live updates", "live update", "live coverage", "latest updates",
    "as it happened", "live ticker", "liveticker", "newsticker", "im ticker", "en direct",
    "minute par minute", "minuto a minuto", "en directo", "en vivo", "ao vivo", "in diretta",
    "la diretta", "na żywo", "relacja live", "canlı anlatım", "онлайн трансляция", "прямой эфир",
    "مباشر", "실시간",
)  # fmt: skip

# Words that the names of outlets hold, and hardly any person's or section's: "Daily Post", "Sky
# News". As `lines.plain` writes them; those of East Asia end a name.
OUTLETS = frozenset(
    _words("""
times post news newspaper herald tribune gazette journal chronicle courier mail telegraph standard
sun mirror express observer guardian press daily weekly bulletin radio tv television magazine
review dispatch sentinel register inquirer enquirer examiner echo argus insider network wire
broadcasting
zeitung nachrichten anzeiger rundschau tagblatt tageblatt allgemeine blatt bote presse spiegel
rundfunk abendblatt morgenpost volksblatt
courrier dépêche nouvelles écho républicain matin quotidien presse hebdo
diario heraldo periódico correo noticias prensa vanguardia gaceta tribuna
jornal folha correio notícias gazeta
giornale corriere gazzetta messaggero stampa notizie quotidiano resto
krant dagblad nieuws courant omroep
wiadomości dziennik kurier tygodnik rzeczpospolita
haber haberler gazetesi gazete
новости известия ведомости вестник газета правда вести новини вісті
tidning tidningen dagbladet nyheter avis avisen posten bladet tidende sanomat lehti
noviny deník hírlap ziarul jurnalul ziare εφημερίδα νέα
صحيفة جريدة وكالة أخبار الأخبار قناة روزنامه خبرگزاری اخبار
समाचार टाइम्स दैनिक न्यूज़ न्यूज खबर खबरें
tribun berita kompas báo
""")
)
OUTLET_ENDS = (
    "zeitung", "anzeiger", "tagblatt", "tageblatt", "nachrichten", "rundschau", "bladet", "posten",
    "tidning", "tidningen", "krant", "dagblad", "avis", "avisa", "avisen",
    "新聞", "新闻", "日报", "日報", "晚报", "晚報", "时报", "時報", "通信", "通讯社",
    "社", "网", "網", "电视台", "電視", "放送", "テレビ", "ニュース", "신문", "일보", "뉴스",
    "통신", "방송", "타임스",
)  # fmt: skip
ARTICLES = frozenset(_words("the der die das le la les el il lo o de het"))

# Sections of a site and labels of its stories, which stand where an outlet's name does.
SECTIONS = _listed("""
news, world, world news, us news, uk news, politics, business, economy, markets, money, finance,
sport, sports, football,
culture, arts, books, film, music, technology, tech, science, health, education, environment,
climate,
opinion, comment, editorial, analysis, travel, lifestyle, life, style, food, entertainment,
celebrity,
local, local news, regional, national, international, europe, asia, africa, americas, middle east,
video, videos, photos,
gallery, live, breaking, breaking news, exclusive, sponsored, advertisement, ad, promoted,
featured,
top stories, latest, latest news, crime, weather, updated, interview, podcast, feature, features,
explainer,
politik, wirtschaft, kultur, panorama, wissen, wissenschaft, gesellschaft, meinung, reise,
gesundheit,
technik, digital, ausland, inland, regionales, lokales, anzeige, vermischtes, nachrichten, leben,
bildung,
politique, économie, société, monde, international, sciences, santé, environnement, actualité,
actualités, faits divers, idées, médias, planète, technologie,
política, economía, sociedad, mundo, deportes, ciencia, salud, cultura, opinión, internacional,
nacional, sucesos, tecnología, educación, noticias, economia, sociedade, esporte, esportes,
desporto,
saúde, ciência, tecnologia, cidades, brasil, notícias, cotidiano,
esteri, cronaca, politica, sport, spettacoli, scienza, salute, ambiente, attualità, notizie,
politiek, economie, binnenland, buitenland, wetenschap, nieuws, gezondheid,
polska, świat, gospodarka, kraj, nauka, zdrowie, wiadomości, polityka, kultura, biznes,
gündem, ekonomi, spor, dünya, siyaset, sağlık, kültür, teknoloji, haberler,
политика, экономика, общество, мир, спорт, культура, наука, происшествия, новости, технологии, в
мире,
политика, економіка, суспільство, світ, новини,
politik, ekonomi, sport, kultur, världen, inrikes, utrikes, nyheter, verden, indland, udland,
nyheder,
kotimaa, ulkomaat, talous, urheilu, kulttuuri, politiikka, uutiset,
سياسة, اقتصاد, رياضة, ثقافة, العالم, أخبار, صحة, تكنولوجيا, مجتمع, اقتصادی, سیاسی, ورزشی, فرهنگی,
राजनीति, खेल, देश, विदेश, मनोरंजन, व्यापार, दुनिया, समाचार,
政治, 经济, 經濟, 経済, 国际, 國際, 国際, 社会, 社會, 体育, 體育, 文化, 科技,
财经, 財經, 娱乐, 娛樂, スポーツ,
국제, 정치, 경제, 사회, 문화, 스포츠, 연예, 뉴스, 新闻, 新聞, ニュース
""")

# What stands above a few sentences on who wrote a story.
LIVES = _listed("""
about the author, about the writer, about the authors, the author, author bio, about the reporter,
written by, über den autor, über die autorin, zum autor, zur autorin, zur person, à propos de l
auteur,
l auteur, sobre el autor, sobre la autora, sobre o autor, sobre a autora, l autore, informazioni
sull autore,
over de auteur, o autorze, об авторе, про автора, yazar hakkında, om författaren, om forfatteren,
o autorovi
""")

# What headlines call the letters that readers wrote.
LETTERS = _listed("""
letters, letter to the editor, leserbriefe, leserbrief, leserzuschriften, courrier des lecteurs,
cartas, cartas al director, cartas dos leitores, lettere, lettere al direttore, lezersbrieven,
ingezonden brieven, insändare, læserbreve, leserbrev, listy do redakcji, okur mektupları,
письма читателей
""")

# Labels beneath a story of what is no part of it: its topics, its makers, how to reach the site.
FOOT_LABELS = _listed("""
fax, vat, registered office, company number, head office, office, offices, opening hours, newsroom,
advertising, subscriptions, iban, media contact, media contacts, press contact, publisher,
editor in chief, registered in, charity number, redaktion, herausgeber, chefredaktion,
chefredakteur, sitz, registergericht, handelsregister, geschäftsführer, geschäftsführung,
verantwortlich, pressekontakt, öffnungszeiten, rédaction, contact presse, siège, directeur de la
publication, redacción, editor, dirección, prensa, redazione, direttore responsabile, sede, partita
iva, redação, redactie, hoofdredacteur, kvk, btw, redaktör, ansvarig utgivare, redakcja, wydawca,
tag, tags, topic, topics, filed under, category, categories, keyword, keywords, more on,
section, source, sources, photo, photos, image, images, video, author, authors, writer, editor,
contact, contacts, phone, tel, telephone, email, e mail, website, web, address, follow us,
published, updated, posted in, share, share this, views, comments, via, copyright,
advertisement, related, read more, see also, next, previous, next game, vat id, vat,
ust id, isbn, issn, url, link, links,
thema, themen, schlagwort, schlagworte, schlagwörter, stichwort, stichworte, stichwörter,
kategorie, kategorien, ressort, rubrik, quelle, quellen, foto, fotos, bild, bilder, autor,
autorin, autoren, kontakt, telefon, adresse, internet, anzeige, mots clés, mot clé, catégorie,
catégories, thème, thèmes, rubrique, auteur, auteurs, crédit, crédits, contactez nous,
téléphone, étiquettes, sujets, etiquetas, etiqueta, temas, tema, categoría, categorías, fuente,
fuentes, autora, autores, contacto, teléfono, archivado en, más sobre, palabras clave, fonte,
fonti, tag correlati, argomenti, categoria, categorie, autore, contatti, telefono, fontes,
assuntos, categorias, palavras chave, contato, contacto, telefone, mais sobre, trefwoorden,
onderwerpen, onderwerp, categorie, bron, bronnen, foto s, contact, etiketten, ämnen, ämne,
taggar, nyckelord, källa, emner, emneord, kilde, stikord, aiheet, avainsanat, lähde, tagi,
źródło, kategoria, zdjęcie, zdroj, štítky, témata, címkék, forrás, etichete, sursa, etiketler,
kaynak, теги, тэги, темы, источник, категория, фото, автор, джерело, категорія, θέματα,
ετικέτες, πηγή, الوسوم, المصدر, المصادر, الكلمات المفتاحية, تصنيف, برچسب ها, منبع, टैग, स्रोत,
chủ đề, nguồn, từ khóa, sumber, topik, kata kunci, kategori, penulis, แท็ก, ที่มา, 标签, 標籤,
关键词, 關鍵字, 来源, 來源, 责任编辑, 責任編輯, 编辑, 編輯, 作者, タグ, 出典, カテゴリー, 태그,
출처, 키워드
""")
