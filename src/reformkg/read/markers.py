"""Numbers as word processors write them in front of paragraphs (一 壹 甲 ① iv), by the names of their formats; pure."""

from __future__ import annotations

from collections.abc import Callable

_DIGITS = "〇一二三四五六七八九"
_LEGAL_DIGITS = "零壹贰叁肆伍陆柒捌玖"


def chinese(number: int, digits: str = _DIGITS, powers: str = "十百千") -> str:
    """Return a number up to 9999 in Chinese numerals: 十二, 一百〇三."""
    if not 0 < number < 10_000:
        return str(number)
    written = ""
    skipped = False
    for power in (3, 2, 1, 0):
        digit = number // 10**power % 10
        if not digit:
            skipped = bool(written)
            continue
        written += digits[0] if skipped else ""
        skipped = False
        written += digits[digit] + (powers[power - 1] if power else "")
    return (
        written.removeprefix(digits[1]) if written.startswith(digits[1] + powers[0]) and digits is _DIGITS else written
    )


def _cycle(signs: str) -> Callable[[int], str]:
    return lambda number: signs[(number - 1) % len(signs)] if number > 0 else str(number)


def _run(first: str, last: int) -> Callable[[int], str]:
    """Return the numbering by consecutive signs from `first` on, in digits where the signs end."""
    return lambda number: chr(ord(first) + number - 1) if 0 < number <= last else str(number)


def _circled(number: int) -> str:
    for first, low, high in (("①", 1, 20), ("㉑", 21, 35), ("㊱", 36, 50)):
        if low <= number <= high:
            return chr(ord(first) + number - low)
    return str(number)


def _letters(number: int) -> str:
    """Return A … Z, AA, BB …, as word processors count."""
    return chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1) if 0 < number <= 780 else str(number)


def _roman(number: int) -> str:
    if not 0 < number < 4000:
        return str(number)
    written = ""
    for value, sign in (
        (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
        (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
    ):  # fmt: skip
        written += sign * (number // value)
        number %= value
    return written


def _full_width(number: int) -> str:
    return str(number).translate({0x30 + digit: 0xFF10 + digit for digit in range(10)})


def _digital(number: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(max(number, 0)))


def _legal(number: int) -> str:
    return chinese(number, _LEGAL_DIGITS, "拾佰仟")


# ECMA-376 part 1, 17.18.59 ST_NumberFormat. Word writes 一 as japaneseCounting, too.
_WORD: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda number: f"{number:02d}",
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
    "decimalHalfWidth": str,
    "chineseCounting": chinese,
    "chineseCountingThousand": chinese,
    "japaneseCounting": chinese,
    "japaneseDigitalTenThousand": _digital,
    "koreanDigital2": _digital,
    "taiwaneseCounting": chinese,
    "taiwaneseCountingThousand": chinese,
    "taiwaneseDigital": _digital,
    "ideographDigital": _digital,
    "chineseLegalSimplified": _legal,
    "ideographLegalTraditional": _legal,
    "japaneseLegal": _legal,
    "ideographTraditional": _cycle("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _cycle("子丑寅卯辰巳午未申酉戌亥"),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedParen": _run("⑴", 20),
    "decimalEnclosedFullstop": _run("⒈", 20),
    "ideographEnclosedCircle": _run("㊀", 10),
    "upperLetter": _letters,
    "lowerLetter": lambda number: _letters(number).lower(),
    "upperRoman": _roman,
    "lowerRoman": lambda number: _roman(number).lower(),
    "none": lambda _: "",
    "bullet": lambda _: "",
}

# OpenDocument 1.3 part 3, 19.500 style:num-format: the format is shown by its first signs.
_OPEN_DOCUMENT: dict[str, Callable[[int], str]] = {
    "1": str,
    "a": _WORD["lowerLetter"],
    "A": _letters,
    "i": _WORD["lowerRoman"],
    "I": _roman,
    "一": chinese,
    "壹": _legal,
    "①": _circled,
    "⑴": _run("⑴", 20),
    "⒈": _run("⒈", 20),
    "１": _full_width,
    "甲": _WORD["ideographTraditional"],
    "子": _WORD["ideographZodiac"],
}


def word_number(number_format: str, number: int) -> str:
    """Return `number` in a format of WordprocessingML; in digits where the format is not known."""
    return _WORD.get(number_format, str)(number)


def open_document_number(number_format: str, number: int) -> str:
    """Return `number` in a format of OpenDocument; nothing where the format is empty."""
    return _OPEN_DOCUMENT.get(number_format[:1], str)(number) if number_format else ""


def with_marker(marker: str, text: str) -> str:
    """Return `text` behind its marker; a space keeps `1.` apart from digits that follow (1. 2018年底前…)."""
    apart = " " if marker and text[:1].isascii() and text[:1].isalnum() else ""
    return f"{marker}{apart}{text}"
