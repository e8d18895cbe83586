"""What leads from an archive's page to others, as Mailman's catalogues say it in the languages of lists.

A page's own words are lower case here; a table of languages, no code.
"""

from __future__ import annotations

from typing import Final

NEIGHBOURS: Final = (
    "previous message|next message",
    "vorherige nachricht|nächste nachricht",
    "message précédent|message suivant",
    "mensaje anterior|próximo mensaje|mensaje siguiente",
    "messaggio precedente|messaggio successivo|prossimo messaggio",
    "mensagem anterior|próxima mensagem",
    "missatge anterior|missatge següent|pròxim missatge",
    "vorig bericht|volgend bericht",
    "föregående meddelande|tidigare meddelande|nästa meddelande",
    "forrige meddelelse|næste meddelelse|foregående meddelelse",
    "forrige melding|neste melding",
    "edellinen viesti|seuraava viesti",
    "poprzednia wiadomość|następna wiadomość|poprzedni list|następny list",
    "předchozí zpráva|následující zpráva|další zpráva|predchádzajúca správa|nasledujúca správa|ďalšia správa",
    "предыдущее сообщение|следующее сообщение|попереднє повідомлення|наступне повідомлення",
    "előző üzenet|következő üzenet",
    "mesajul precedent|mesajul următor|mesaj precedent|önceki mesaj|sonraki mesaj",
    "eelmine kiri|järgmine kiri|ankstesnis laiškas|kitas laiškas",
    "prethodna poruka|sljedeća poruka|sledeća poruka|prejšnje sporočilo|naslednje sporočilo",
    "前の記事|次の記事|前のメッセージ|次のメッセージ",
    "上一封邮件|下一封邮件|上一則訊息|下一則訊息|上一篇|下一篇",
    "이전 메시지|다음 메시지|이전 메세지|다음 메세지",
)
SORTED_BY: Final = (
    "messages sorted by",
    "nachrichten sortiert nach",
    "messages triés par",
    "mensajes ordenados por",
    "messaggi ordinati per",
    "mensagens ordenadas por|mensagens classificadas por",
    "missatges ordenats per",
    "berichten gesorteerd op",
    "meddelanden sorterade efter",
    "meddelelser sorteret efter|meldinger sortert etter",
    "viestit järjestetty|viestien järjestys",
    "wiadomości posortowane",
    "zprávy tříděné|zprávy seřazeny|zprávy setříděny|správy zoradené",
    "сообщения, отсортированные по|повідомлення, впорядковані",
    "üzenetek rendezése",
    "mesaje ordonate|mesajlar",
    "記事の並び順|メッセージの並び順",
    "邮件排序|訊息排序",
    "메시지 정렬|메세지 정렬",
)
LEADING_WORDS: Final = tuple(words for row in (*NEIGHBOURS, *SORTED_BY) for words in row.split("|"))
