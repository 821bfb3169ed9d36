"""Makes the splitter's weights from articles outside the repository.

    python -m training.split --data ../shared/data

`terms.txt`: how rare the common words of news are, as -ln of the share of articles that hold them,
from the articles of the training half; and the commonest words of other languages, all at one low
weight.

`boundaries.json`: a network of one hidden layer over the evidence of gaps, from pages spliced from
the training half (`training.spliced`) and from real single stories. Its thresholds are the least
at which few enough of the whole stretches that it did not learn from are cut.
"""

import argparse
import gzip
import json
import math
import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.clean.text import paragraphs, read_text
from pipeline.records import Block
from pipeline.split.boundaries import (
    ARRAYS,
    MODEL,
    NAMES,
    SHOWN,
    Content,
    Model,
    content_of,
    evidence,
)
from pipeline.split.cohesion import Floats
from pipeline.split.terms import RARE, STEM, TABLE
from training.spliced import HELD_OUT, LAYOUTS, SplicedPage, spliced_page

URL = "https://news.example/story"
HIDDEN = 24
STEPS = 4_000
PENALTY = 3e-4
MIN_SHARE = 0.0067  # exp(-5): rarer words weigh as much as unknown ones
COMMON_WEIGHT = 0.5

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

_WORD = re.compile(r"[^\W_]+")


def articles(data: Path) -> Iterator[dict[str, Any]]:
    """The articles of the set, in their order."""
    with gzip.open(data / "articles" / "articles.jsonl.gz", "rt", encoding="utf-8") as rows:
        for row in rows:
            yield json.loads(row)


def is_for_training(article: dict[str, Any]) -> bool:
    """One half of the articles, by their ids; the other half is measured on."""
    return int.from_bytes(article["id"].encode(), "big") % 2 == 0


def write_terms(data: Path) -> int:
    """Writes the table of common words and says how many it holds."""
    counts: Counter[str] = Counter()
    total = 0
    for article in articles(data):
        if not is_for_training(article):
            continue
        total += 1
        words = _WORD.findall(" ".join(article["paragraphs"]))
        counts.update(
            {word.casefold()[:STEM] for word in words if len(word) > 2 and not word.isdigit()}
        )
    weights = {word.casefold()[:STEM]: COMMON_WEIGHT for word in COMMON.split() if len(word) > 2}
    for stem, count in counts.items():
        if count >= MIN_SHARE * total:
            weights[stem] = min(RARE, round(-math.log(count / total), 2))
    TABLE.parent.mkdir(exist_ok=True)
    TABLE.write_text(
        "".join(f"{stem}\t{weight}\n" for stem, weight in sorted(weights.items())), "utf-8"
    )
    return len(weights)


def usable(data: Path, *, training: bool) -> list[dict[str, Any]]:
    """Articles of one half with enough text, without the leftovers of their sites."""
    found = []
    for article in articles(data):
        if is_for_training(article) != training:
            continue
        texts = [" ".join(paragraphs(text)) for text in article["paragraphs"]]
        texts = [text for text in texts if len(text) >= 25]
        title = " ".join(paragraphs(article["title"] or ""))
        if len(texts) >= 6 and title:
            found.append({**article, "title": title, "paragraphs": texts})
    return found


def pages(
    stock: Sequence[dict[str, Any]], layouts: Sequence[str], count: int, seed: int
) -> Iterator[SplicedPage]:
    """`count` pages of each layout; a third have their partners from the same subject."""
    chance = random.Random(seed)  # noqa: S311
    by_topic: dict[str, list[dict[str, Any]]] = {}
    for article in stock:
        by_topic.setdefault(article["topic"], []).append(article)
    for layout in layouts:
        for _ in range(count):
            near = chance.random() < 0.33
            first = chance.choice(stock)
            pool = by_topic[first["topic"]] if near else stock
            if len(pool) < 20:
                pool = stock
            others = [a for a in chance.sample(pool, 12) if a["id"] != first["id"]]
            yield spliced_page(layout, [first, *others], chance)


def story_of_blocks(page: SplicedPage, blocks: Sequence[Block]) -> list[int | None]:
    """The true story of each block; the cleaner keeps the order of lines and adds none."""
    rows = iter(zip(page.lines, page.stories, strict=True))
    found: list[int | None] = []
    for block in blocks:
        for line, story in rows:
            if line == block.text:
                found.append(story)
                break
        else:
            raise ValueError(f"a block that is no line of its page: {block.text[:80]!r}")
    return found


def stretches(
    page: SplicedPage, blocks: Sequence[Block], chance: random.Random
) -> Iterator[tuple[Sequence[Content], list[int]]]:
    """The page's content and parts of it as cutting meets them, each with its blocks' stories."""
    truth = story_of_blocks(page, blocks)
    content = [item for item in content_of(blocks) if truth[item.place] is not None]
    stories = [story for item in content if (story := truth[item.place]) is not None]
    yield content, stories
    if page.count > 2:
        first = chance.randint(0, page.count - 2)
        last = chance.randint(first + 1, page.count - 1)
        inside = [k for k, story in enumerate(stories) if first <= story <= last]
        yield [content[k] for k in inside], [stories[k] for k in inside]
    if page.count > 1:
        only = chance.randint(0, page.count - 1)
        inside = [k for k, story in enumerate(stories) if story == only]
        yield [content[k] for k in inside], [0] * len(inside)


@dataclass(frozen=True)
class Stretch:
    """Evidence and truth of the gaps of one stretch of content."""

    rows: Floats
    labels: NDArray[np.bool_]
    weight: int = 1


def stretches_of(made: Iterable[SplicedPage]) -> Iterator[Stretch]:
    """The stretches of spliced pages."""
    chance = random.Random(5)  # noqa: S311
    for page in made:
        blocks = read_text(page.body, URL).blocks
        for content, stories in stretches(page, blocks, chance):
            if len(content) > 1:
                yield Stretch(evidence(blocks, content), np.diff(np.array(stories)) != 0)


def real_stretches(data: Path) -> Iterator[Stretch]:
    """Real stories, of which none is to be cut; they weigh more, as real furniture is rare."""
    for text in real_stories(data, training=True):
        blocks = read_text(text, URL).blocks
        content = content_of(blocks)
        if len(content) > 1:
            yield Stretch(evidence(blocks, content), np.zeros(len(content) - 1, dtype=bool), 3)


def real_stories(data: Path, *, training: bool) -> Iterator[str]:
    """The gold texts of real pages, a line a paragraph: one half to learn, one to measure."""
    texts: list[tuple[str, str]] = []
    gold = json.loads((data / "extraction/aeb/ground-truth.json").read_text("utf-8"))
    texts += [(key, item["articleBody"] or "") for key, item in gold.items()]
    gold = json.loads((data / "extraction/news-more/ground-truth.json").read_text("utf-8"))
    items = gold.items() if isinstance(gold, dict) else ((item["id"], item) for item in gold)
    texts += [(key, "\n".join(item["paragraphs"])) for key, item in items]
    for path in sorted((data / "extraction/wcxb-dev/ground-truth").glob("*.json")):
        page = json.loads(path.read_text("utf-8"))
        truth = page.get("ground_truth", page)
        kind = page.get("page_type") or page.get("_internal", {}).get("page_type", {})
        if "article" in json.dumps(kind):
            texts.append((path.stem, truth.get("main_content") or ""))
    for key, text in texts:
        if (sum(key.encode()) % 2 == 0) == training and text.strip():
            yield text


def fit(rows: Floats, labels: Floats, seed: int) -> Model:
    """A hidden layer by Adam on the logistic loss; the same seed gives the same weights."""
    chance = np.random.default_rng(seed)
    mean, spread = rows.mean(axis=0), np.maximum(rows.std(axis=0), 1e-6)
    table = np.clip((rows - mean) / spread, -6, 6)
    inputs = table.shape[1]
    weights = [
        chance.normal(0, inputs**-0.5, (inputs, HIDDEN)),
        np.zeros(HIDDEN),
        chance.normal(0, HIDDEN**-0.5, HIDDEN),
        np.array(-3.0),
    ]
    first = [np.zeros_like(weight) for weight in weights]
    second = [np.zeros_like(weight) for weight in weights]
    for step in range(1, STEPS + 1):
        picked = chance.integers(0, len(table), 1024)
        batch = table[picked]
        inner = np.tanh(batch @ weights[0] + weights[1])
        logits = inner @ weights[2] + weights[3]
        error = (1 / (1 + np.exp(-logits)) - labels[picked]) / len(picked)
        back = np.outer(error, weights[2]) * (1 - inner * inner)
        slopes = [
            batch.T @ back + PENALTY * weights[0],
            back.sum(axis=0),
            inner.T @ error + PENALTY * weights[2],
            error.sum(),
        ]
        rate = 3e-3 * (1 - step / STEPS) + 1e-5
        for k, slope in enumerate(slopes):
            first[k] = 0.9 * first[k] + 0.1 * slope
            second[k] = 0.999 * second[k] + 0.001 * slope * slope
            corrected = first[k] / (1 - 0.9**step)
            spread_of = np.sqrt(second[k] / (1 - 0.999**step)) + 1e-8
            weights[k] = weights[k] - rate * corrected / spread_of
    hidden, hidden_bias, output, bias = weights
    return Model(mean, spread, hidden, hidden_bias, output, float(bias))


def thresholds(found: Sequence[Stretch], false_splits: float) -> tuple[float, float]:
    """The least log odds, with signs between and without, that so few whole stretches reach.

    Each half of the stretches is scored by a network that learned from the other.
    """
    shown, silent = [], []
    for half in (0, 1):
        model = _fit_on(found[half::2], seed=half)
        for stretch in found[1 - half :: 2]:
            if stretch.labels.any():
                continue
            scores = model.score(stretch.rows)
            signed = stretch.rows[:, SHOWN] > 0
            shown.append(float(scores[signed].max()) if signed.any() else -99.0)
            silent.append(float(scores[~signed].max()) if not signed.all() else -99.0)
    return (
        float(np.quantile(shown, 1 - false_splits)),
        float(np.quantile(silent, 1 - false_splits)),
    )


def _fit_on(found: Sequence[Stretch], seed: int) -> Model:
    rows = np.vstack([stretch.rows for stretch in found for _ in range(stretch.weight)])
    labels = [stretch.labels for stretch in found for _ in range(stretch.weight)]
    return fit(rows, np.concatenate(labels).astype(float), seed)


def write_boundaries(data: Path, count: int, false_splits: float) -> str:
    """Fits and writes the network; says what it saw and where the thresholds lie."""
    layouts = [layout for layout in LAYOUTS if layout not in HELD_OUT]
    stock = usable(data, training=True)
    found = list(stretches_of(pages(stock, layouts, count, seed=1)))
    found += real_stretches(data)
    random.Random(3).shuffle(found)  # noqa: S311
    shown, silent = thresholds(found, false_splits)
    model = replace(
        _fit_on(found, seed=0),
        threshold_shown=round(max(shown, 0.0), 3),
        threshold_silent=round(max(silent, 0.0), 3),
    )
    stored: dict[str, Any] = {"evidence": NAMES}
    for field in fields(model):
        value = getattr(model, field.name)
        stored[field.name] = np.round(value, 4).tolist() if field.name in ARRAYS else value
    MODEL.write_text(json.dumps(stored) + "\n", "utf-8")
    gaps = sum(len(stretch.labels) for stretch in found)
    return f"{gaps:,} gaps, thresholds {model.threshold_shown} and {model.threshold_silent}"


def main() -> None:
    """Makes every file and says what it made."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--pages", type=int, default=110, help="pages of each layout")
    parser.add_argument("--false-splits", type=float, default=0.004)
    arguments = parser.parse_args()
    print(f"{TABLE.name}: {write_terms(arguments.data):,} terms")
    print(MODEL.name, write_boundaries(arguments.data, arguments.pages, arguments.false_splits))


if __name__ == "__main__":
    main()
