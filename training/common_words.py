"""The commonest words of other languages: no words of a subject, so they weigh next to nothing."""

# The commonest words of three letters and more that are no words of the subject.
COMMON = """
aber alle allem allen aller alles als also auch auf aus bei beim bereits bis bisher dabei
dadurch dafür dagegen daher damals damit danach dann daran darauf darüber dass davon dazu dem
den denen denn der deren des dessen deshalb die dies diese diesem diesen dieser dieses doch dort
drei durch eben ein eine einem einen einer eines einige ersten erst etwa etwas für gegen geht
gibt habe haben hat hatte hatten heute hier hinter ihm ihn ihr ihre ihrem ihren ihrer immer ist
jahr jahre jahren jede jeder jedoch jetzt kann kein keine können könnte konnte laut machen macht
mehr mehrere mich mit muss müssen nach nachdem neben nicht nichts noch nun nur ob oder ohne
schon sehr sei sein seine seinem seinen seiner seit selbst sich sie sind sollen sollte sondern
sowie statt trotz über um und uns unter vom von vor vor wäre war waren warum was weil weiter
weitere wenn wer werde werden wie wieder will wir wird wurde wurden zum zur zwar zwei zwischen
ainsi alors après aucun aussi autre autres aux avaient avait avant avec avoir car ce cela celle
celui cependant ces cet cette ceux chaque chez comme contre dans déjà depuis des deux dire dit
doit donc dont elle elles encore entre est était étaient être eux fait faire faut fois font
grand ici ils jour jours jusqu les leur leurs lors lorsque lui mais même mettre moins mois nos
notre nous nouveau ont par parce parmi pas pendant peu peut peuvent plus plusieurs pour pourrait
pouvoir premier première puis quand que quel quelle quelques qui quoi sans sera ses seulement si
soit son sont sous sur tandis tant temps tous tout toute toutes très trois trop une vers veut
voir vos votre vous ans année années además ahora algo algunos ante antes año años aquí así aún
aunque bajo bien cada casi como con contra cual cuando cuatro del desde después día días dice
dijo donde dos durante ella ellos embargo entre era eran esa ese eso esta está están estaba
estado este esto estos estas explicó fue fueron gran había hace hacer hacia han hasta hay hecho
hoy las les los luego más mayor medio mejor menos mientras mil mismo mucho muy nada ni nos
nuestro nuevo nunca otra otras otro otros para parte pero poco podría porque primer primera
pueden puede pues que quien quienes ser será sido siempre sin sino sobre solo sólo son sus
también tan tanto tener tiempo tiene tienen toda todas todo todos tras tres una unos usted vez
según señaló ainda além algumas alguns ano anos ao aos apenas após aqui assim até cada com como
contra cujo das dele dela depois desde dessa desse desta deste dia dias disse dois dos duas
durante ela elas ele eles embora entre era eram essa esse esta está estão estar estava este foi
foram fazer havia hoje isso isto já lhe maior mais mas mesmo muito muitos nas nem nessa nesse
nesta neste nos nossa nosso não num numa onde ontem ou outra outras outro outros para parte pela
pelas pelo pelos pode podem por porque pouco primeira primeiro qual quando quase que quem são
segundo seja sem sempre ser será seu seus sido sobre sua suas também tem têm tempo tendo ter
tinha toda todas todo todos três uma umas uns vai vez vezes você alcuni anche ancora anni anno
aveva avere bene che chi circa come con contro così cosa cui dal dalla dalle dai degli dei del
della delle dello dentro deve devono dice dopo dove due durante ecco era erano essere fare fatto
fino fra gli già giorni giorno grande hanno loro lui mai meglio meno mentre mesi mila molti
molto nei nel nella nelle nello nessuno noi non nostra nostro ogni oggi oltre ora per perché
però più poco poi prima primo proprio può qualche quale quali quando quanto quattro quella
quelle quelli quello questa queste questi questo qui rispetto sarà sei sempre senza senso sia
sono solo sotto stata stati stato sta stessa stesso sua sue sugli sui sul sulla sulle suo suoi
tanto tra tre tutta tutte tutti tutto una uno verso viene volta aan alle als altijd andere ben
bij dan dat deze die dit doen door dus een eerste eigen elk else ene ergens gaan gaat geen goed
haar hebben heeft hem het hier hij hoe hun jaar jaren kan komen komt kunnen laatste maar maken
meer meest men met mijn moet moeten naar niet nieuwe nog nooit omdat ons onder onze ook over
sinds staat steeds tegen tijd toch toen tot twee uit van vanaf veel volgens voor waar waarin
wanneer was wat weer wel werd werden wie wil worden wordt zal zegt zei zelf zich zien zijn zou
zouden zonder без более больше будет будут был была были было быть вам вас ведь весь все всего
всех вторник где год года году даже два для днем дня его если есть еще ещё здесь или именно
иметь как какой когда которая которой которые которых который лет лишь между мене меньше меня
может можно мы над надо нас наш нам нет них ничего однако они она оно отметил первый перед под
пока после потому почти при про раз сам сама сами свое своей своего своих сейчас сказал сказала
словам со снова совсем среди стал стала стали так такая также такие такой там тем теперь того
тоже только том тот три тысяч уже хотя чем через что чтобы эта эти этим этих это этой этом этот
января февраля марта апреля мая июня июля августа сентября октября ноября декабря ale albo
bardzo bez będą będzie były było był była być chce ich ile inne jak jako jego jej jednak jest
jeszcze już kiedy kilka która które którego której których który którym którzy lat lub między
mnie może można miał mieć nad nam nas nie niego niej nim nich niż obecnie oraz pan pod podczas
poza proc przed przez przy raz roku rok sam się ska są swoje swojej swoich tak takie także tam
tego tej ten też tym tych tylko według wszystkie wszystko zostać został została zostały że żeby
acaba ama ancak bana bazı ben beri bile bin bir biri birkaç biz böyle bu buna bunu bunun büyük
çok çünkü daha dedi defa değil diğer diye dolayı elde en etti eden eğer fakat gibi göre hem hep
her hiç için iki ile ilgili ilk ise işte itibaren kadar karşı kendi kez ki kim mi nasıl neden
nedeniyle olan olarak oldu olduğu olduğunu olmak olması onun onlar ona önce sadece son sonra şey
şu tarafından tüm var ve veya ya yani yapılan yeni yer yıl yok yüzde zaman على في من إلى عن مع
هذا هذه ذلك التي الذي كان كانت قال قالت وقال بعد قبل بين حول خلال كما لكن أن إن لا ما لم لن هو
هي هم وقد قد كل أي أو ثم حتى حيث غير منذ عند ضد نحو أكثر وفي ومن وأن وأضاف بأن عبر تم عام يوم
"""
