"""Small passes to compare, written down by offsets."""

from khabar.model import SCHEMA, Article, Entity, Mention, Quote, Relay, Span, Stance, Target

TEXT = "قال المدير سالم إن المصنع سيفتح غدا، وأضافت الوزيرة هند أن الطريق جاهز، وفق وكالة الخليج."


def span(start, end):
    return Span(start=start, end=end, text=TEXT[start:end])


def words(part, after=0):
    start = TEXT.index(part, after)
    return span(start, start + len(part))


def spans(*bounds):
    return tuple(span(*one) for one in bounds)


def mention(name, type_, *bounds, entity=None, level=None):
    return Mention(id=name, type=type_, spans=spans(*bounds), entity=entity, level=level)


def quote(name, *bounds, cue=None, source=None, speaker=None, chain=None, **more):
    return Quote(
        id=name,
        content=spans(*bounds),
        cue=cue and spans(*cue),
        source=source and spans(*source),
        speaker=speaker,
        chain=chain and tuple(Relay(relay=one) for one in chain),
        **more,
    )


def stance(name, holder, label, basis=None, **target):
    return Stance(id=name, holder=holder, label=label, basis=basis, target=Target(**target))


def entity(name, called, type_="PER", qid=None):
    return Entity(id=name, type=type_, name=called, qid=qid)


def article(name="one", **parts):
    return Article(schema=SCHEMA, id=name, language="ar", text=TEXT, status="annotated", **parts)
