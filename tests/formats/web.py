"""Writes pages as government sites do: the document between menus, share buttons and the site's imprint."""

from __future__ import annotations

from email.message import EmailMessage
from html import escape

from formats.parts import TableRows, merged

_HEAD = """<div class="header"><div class="nav"><ul><li><a href="/">首页</a></li><li><a href="/zw">政务公开</a></li>
<li><a href="/hd">互动交流</a></li><li><a href="/fw">政务服务</a></li></ul></div></div>
<div class="crumb">当前位置：<a href="/">首页</a> &gt; <a href="/zw">政务公开</a> &gt; <a href="/wj">文件</a></div>"""
_FOOT = """<div class="share">分享到：<a href="#">微信</a><a href="#">微博</a></div>
<p>【打印】【关闭】</p><p>上一篇：<a href="1.html">关于某事的通知</a></p>
<div id="footer"><p>主办单位：某某市人民政府办公室</p><p>承办单位：某某市大数据局 技术支持：某某公司</p>
<p>网站标识码：2100000000 某ICP备05000000号</p></div>
<script>document.write("责任单位：脚本局");</script>"""


def html(paragraphs: list[str], tables: list[TableRows] | None = None, encoding: str = "utf-8") -> bytes:
    """Return a page; the tables stand behind the paragraphs."""
    body = "\n".join(f"<p style='text-indent:2em'>{escape(paragraph)}</p>" for paragraph in paragraphs)
    body += "".join(html_table(table) for table in tables or [])
    page = f"""<!DOCTYPE html><html><head><meta charset="{encoding}"><title>通知_某某市人民政府</title>
<style>p {{ color: #333 }}</style></head><body>{_HEAD}<div class="content"><div class="TRS_Editor">
{body}
</div></div>{_FOOT}</body></html>"""
    return page.encode(encoding)


def mhtml(paragraphs: list[str]) -> bytes:
    """Return the page saved whole."""
    message = EmailMessage()
    message["From"] = "<Saved by Blink>"
    message["Subject"] = "page"
    message["MIME-Version"] = "1.0"
    message.make_related()
    part = EmailMessage()
    part.set_content(html(paragraphs, encoding="gb18030"), "text", "html", cte="base64")
    part.set_param("charset", "gb18030")
    message.attach(part)
    return message.as_bytes()


def html_table(rows: TableRows) -> str:
    """Return a table with merged cells."""
    body = ""
    for row in rows:
        cells = "".join(
            f'<td rowspan="{cell.rows}" colspan="{cell.columns}">{escape(cell.text).replace(chr(10), "<br>")}</td>'
            for cell in map(merged, row)
        )
        body += f"<tr>{cells}</tr>"
    return f"<table border=1>{body}</table>"
