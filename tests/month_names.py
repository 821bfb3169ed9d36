"""The names of the months, in full and short, in the languages whose date lines are read.

As the Unicode CLDR writes them. Left out are short names that no page of the language writes
(Czech, Finnish), and those of Croatian that are other months in Polish or Czech.
"""

MONTH_NAMES = {
    "en": """
        January, Jan; February, Feb; March, Mar; April, Apr; May; June, Jun; July, Jul; August,
        Aug; September, Sep; October, Oct; November, Nov; December, Dec
    """,
    "de": """
        Januar, Jan.; Februar, Feb.; März, Mär; April, Apr.; Mai; Juni, Jun; Juli, Jul; August,
        Aug.; September, Sept., Sep; Oktober, Okt.; November, Nov.; Dezember, Dez.
    """,
    "fr": """
        janvier, janv.; février, févr.; mars; avril, avr.; mai; juin; juillet, juil.; août;
        septembre, sept.; octobre, oct.; novembre, nov.; décembre, déc.
    """,
    "es": """
        enero, ene; febrero, feb; marzo, mar; abril, abr; mayo, may; junio, jun; julio, jul;
        agosto, ago; septiembre, sept; octubre, oct; noviembre, nov; diciembre, dic
    """,
    "pt": """
        janeiro, jan.; fevereiro, fev.; março, mar.; abril, abr.; maio, mai.; junho, jun.;
        julho, jul.; agosto, ago.; setembro, set.; outubro, out.; novembro, nov.; dezembro, dez.
    """,
    "it": """
        gennaio, gen; febbraio, feb; marzo, mar; aprile, apr; maggio, mag; giugno, giu; luglio,
        lug; agosto, ago; settembre, set; ottobre, ott; novembre, nov; dicembre, dic
    """,
    "nl": """
        januari, jan; februari, feb; maart, mrt; april, apr; mei; juni, jun; juli, jul;
        augustus, aug; september, sep; oktober, okt; november, nov; december, dec
    """,
    "ru": """
        января, янв., январь; февраля, февр., февраль; марта, мар., март; апреля, апр., апрель;
        мая, май; июня, июн., июнь; июля, июл., июль; августа, авг., август; сентября, сент.,
        сентябрь; октября, окт., октябрь; ноября, нояб., ноябрь; декабря, дек., декабрь
    """,
    "tr": """
        Ocak, Oca; Şubat, Şub; Mart, Mar; Nisan, Nis; Mayıs, May; Haziran, Haz; Temmuz, Tem;
        Ağustos, Ağu; Eylül, Eyl; Ekim, Eki; Kasım, Kas; Aralık, Ara
    """,
    "pl": """
        stycznia, sty, styczeń; lutego, lut, luty; marca, mar, marzec; kwietnia, kwi, kwiecień;
        maja, maj; czerwca, cze, czerwiec; lipca, lip, lipiec; sierpnia, sie, sierpień;
        września, wrz, wrzesień; października, paź, październik; listopada, lis, listopad;
        grudnia, gru, grudzień
    """,
    "ar": """
        يناير; فبراير; مارس; أبريل; مايو; يونيو; يوليو; أغسطس; سبتمبر; أكتوبر; نوفمبر; ديسمبر
    """,
    "ar_LB": """
        كانون الثاني, يناير; شباط, فبراير; آذار, مارس; نيسان, أبريل; أيار, مايو; حزيران, يونيو;
        تموز, يوليو; آب, أغسطس; أيلول, سبتمبر; تشرين الأول, أكتوبر; تشرين الثاني, نوفمبر; كانون
        الأول, ديسمبر
    """,
    "ar_DZ": """
        جانفي, يناير; فيفري, فبراير; مارس; أفريل, أبريل; ماي, مايو; جوان, يونيو; جويلية, يوليو;
        أوت, أغسطس; سبتمبر; أكتوبر; نوفمبر; ديسمبر
    """,
    "ar_MA": """
        يناير; فبراير; مارس; أبريل; ماي, مايو; يونيو; يوليوز, يوليو; غشت, أغسطس; شتنبر, سبتمبر;
        أكتوبر; نونبر, نوفمبر; دجنبر, ديسمبر
    """,
    "cs": """
        ledna, leden; února, únor; března, březen; dubna, duben; května, květen; června, červen;
        července, červenec; srpna, srpen; září; října, říjen; listopadu, listopad; prosince,
        prosinec
    """,
    "sk": """
        januára, jan, január; februára, feb, február; marca, mar, marec; apríla, apr, apríl;
        mája, máj; júna, jún; júla, júl; augusta, aug, august; septembra, sep, september;
        októbra, okt, október; novembra, nov, november; decembra, dec, december
    """,
    "sv": """
        januari, jan.; februari, feb.; mars; april, apr.; maj; juni; juli; augusti, aug.;
        september, sep.; oktober, okt.; november, nov.; december, dec.
    """,
    "nb": """
        januar, jan.; februar, feb.; mars, mar; april, apr.; mai; juni, jun; juli, jul; august,
        aug.; september, sep.; oktober, okt.; november, nov.; desember, des.
    """,
    "da": """
        januar, jan.; februar, feb.; marts, mar.; april, apr.; maj; juni, jun.; juli, jul.;
        august, aug.; september, sep.; oktober, okt.; november, nov.; december, dec.
    """,
    "hu": """
        január, jan.; február, febr.; március, márc.; április, ápr.; május, máj.; június, jún.;
        július, júl.; augusztus, aug.; szeptember, szept.; október, okt.; november, nov.;
        december, dec.
    """,
    "ro": """
        ianuarie, ian.; februarie, feb.; martie, mar.; aprilie, apr.; mai; iunie, iun.; iulie,
        iul.; august, aug.; septembrie, sept.; octombrie, oct.; noiembrie, nov.; decembrie, dec.
    """,
    "uk": """
        січня, січ., січень; лютого, лют., лютий; березня, бер., березень; квітня, квіт.,
        квітень; травня, трав., травень; червня, черв., червень; липня, лип., липень; серпня,
        серп., серпень; вересня, вер., вересень; жовтня, жовт., жовтень; листопада, лист.,
        листопад; грудня, груд., грудень
    """,
    "el": """
        Ιανουαρίου, Ιαν, Ιανουάριος; Φεβρουαρίου, Φεβ, Φεβρουάριος; Μαρτίου, Μαρ, Μάρτιος, Μάρ;
        Απριλίου, Απρ, Απρίλιος; Μαΐου, Μαΐ, Μάιος, Μάι; Ιουνίου, Ιουν, Ιούνιος, Ιούν; Ιουλίου,
        Ιουλ, Ιούλιος, Ιούλ; Αυγούστου, Αυγ, Αύγουστος, Αύγ; Σεπτεμβρίου, Σεπ, Σεπτέμβριος;
        Οκτωβρίου, Οκτ, Οκτώβριος; Νοεμβρίου, Νοε, Νοέμβριος, Νοέ; Δεκεμβρίου, Δεκ, Δεκέμβριος
    """,
    "he": """
        ינואר, ינו׳; פברואר, פבר׳; מרץ; אפריל, אפר׳; מאי; יוני; יולי; אוגוסט, אוג׳; ספטמבר,
        ספט׳; אוקטובר, אוק׳; נובמבר, נוב׳; דצמבר, דצמ׳
    """,
    "fa": """
        ژانویهٔ, ژانویه; فوریهٔ, فوریه; مارس; آوریل; مهٔ, مه; ژوئن; ژوئیهٔ, ژوئیه; اوت; سپتامبر;
        اکتبر; نوامبر; دسامبر
    """,
    "ur": """
        جنوری; فروری; مارچ; اپریل; مئی; جون; جولائی; اگست; ستمبر; اکتوبر; نومبر; دسمبر
    """,
    "hi": """
        जनवरी, जन॰; फ़रवरी, फ़र॰; मार्च; अप्रैल; मई; जून; जुलाई, जुल॰; अगस्त, अग॰; सितंबर, सित॰;
        अक्टूबर, अक्टू॰; नवंबर, नव॰; दिसंबर, दिस॰
    """,
    "bn": """
        জানুয়ারী, জানু; ফেব্রুয়ারী, ফেব; মার্চ; এপ্রিল, এপ্রি; মে; জুন; জুলাই, জুল; আগস্ট, আগ;
        সেপ্টেম্বর, সেপ; অক্টোবর, অক্টো; নভেম্বর, নভে; ডিসেম্বর, ডিসে
    """,
    "th": """
        มกราคม, ม.ค.; กุมภาพันธ์, ก.พ.; มีนาคม, มี.ค.; เมษายน, เม.ย.; พฤษภาคม, พ.ค.; มิถุนายน,
        มิ.ย.; กรกฎาคม, ก.ค.; สิงหาคม, ส.ค.; กันยายน, ก.ย.; ตุลาคม, ต.ค.; พฤศจิกายน, พ.ย.;
        ธันวาคม, ธ.ค.
    """,
    "fi": """
        tammikuuta, tammikuu; helmikuuta, helmikuu; maaliskuuta, maaliskuu; huhtikuuta,
        huhtikuu; toukokuuta, toukokuu; kesäkuuta, kesäkuu; heinäkuuta, heinäkuu; elokuuta,
        elokuu; syyskuuta, syyskuu; lokakuuta, lokakuu; marraskuuta, marraskuu; joulukuuta,
        joulukuu
    """,
    "hr": """
        siječnja, sij, siječanj; veljače, velj, veljača; ožujka, ožu, ožujak; travnja, tra,
        travanj; svibnja, svi, svibanj; lipnja, lipanj; srpnja, srpanj; kolovoza, kol, kolovoz;
        rujna, ruj, rujan; listopada; studenoga, stu, studeni; prosinca, pro, prosinac
    """,
    "sr": """
        јануар, јан; фебруар, феб; март, мар; април, апр; мај; јун; јул; август, авг; септембар,
        сеп; октобар, окт; новембар, нов; децембар, дец
    """,
    "sr_Latn": """
        januar, jan; februar, feb; mart, mar; april, apr; maj; jun; jul; avgust, avg; septembar,
        sep; oktobar, okt; novembar, nov; decembar, dec
    """,
    "bg": """
        януари, яну; февруари, фев; март; април, апр; май; юни; юли; август, авг; септември,
        сеп; октомври, окт; ноември, ное; декември, дек
    """,
    "mk": """
        јануари, јан.; февруари, фев.; март, мар.; април, апр.; мај; јуни, јун.; јули, јул.;
        август, авг.; септември, сеп.; октомври, окт.; ноември, ное.; декември, дек.
    """,
    "id": """
        Januari, Jan; Februari, Feb; Maret, Mar; April, Apr; Mei; Juni, Jun; Juli, Jul; Agustus,
        Agu; September, Sep; Oktober, Okt; November, Nov; Desember, Des
    """,
    "ms": """
        Januari, Jan; Februari, Feb; Mac; April, Apr; Mei; Jun; Julai, Jul; Ogos, Ogo;
        September, Sep; Oktober, Okt; November, Nov; Disember, Dis
    """,
    "sl": """
        januar, jan.; februar, feb.; marec, mar.; april, apr.; maj; junij, jun.; julij, jul.;
        avgust, avg.; september, sep.; oktober, okt.; november, nov.; december, dec.
    """,
    "et": """
        jaanuar, jaan; veebruar, veebr; märts; aprill, apr; mai; juuni; juuli; august, aug;
        september, sept; oktoober, okt; november, nov; detsember, dets
    """,
    "lv": """
        janvāris, janv.; februāris, febr.; marts; aprīlis, apr.; maijs; jūnijs, jūn.; jūlijs,
        jūl.; augusts, aug.; septembris, sept.; oktobris, okt.; novembris, nov.; decembris, dec.
    """,
    "lt": """
        sausio, saus., sausis; vasario, vas., vasaris; kovo, kov., kovas; balandžio, bal.,
        balandis; gegužės, geg., gegužė; birželio, birž., birželis; liepos, liep., liepa;
        rugpjūčio, rugp., rugpjūtis; rugsėjo, rugs., rugsėjis; spalio, spal., spalis; lapkričio,
        lapkr., lapkritis; gruodžio, gruod., gruodis
    """,
    "ca": """
        gener, gen.; febrer, febr.; març; abril, abr.; maig; juny; juliol, jul.; agost, ag.;
        setembre, set.; octubre, oct.; novembre, nov.; desembre, des.
    """,
    "ta": """
        ஜனவரி, ஜன.; பிப்ரவரி, பிப்.; மார்ச், மார்.; ஏப்ரல், ஏப்.; மே; ஜூன்; ஜூலை; ஆகஸ்ட், ஆக.;
        செப்டம்பர், செப்.; அக்டோபர், அக்.; நவம்பர், நவ.; டிசம்பர், டிச.
    """,
    "mr": """
        जानेवारी, जाने; फेब्रुवारी, फेब्रु; मार्च; एप्रिल, एप्रि; मे; जून; जुलै; ऑगस्ट, ऑग;
        सप्टेंबर, सप्टें; ऑक्टोबर, ऑक्टो; नोव्हेंबर, नोव्हें; डिसेंबर, डिसें
    """,
}
