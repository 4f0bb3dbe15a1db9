namespace Notejam.Tests.Search;

/// <summary>A note that somebody looks for, and what they type: it is judged to be what each of these means.</summary>
sealed record Meant(string Name, string Text, params string[] Queries);

/// <summary>Notes in English, German, French, Estonian, Russian and Japanese, of words of our own.</summary>
static class Corpus
{
    static readonly string[][] Words =
    [
        Split("bread milk tea kettle garden paint window meeting train ticket book doctor winter summer list friend "
            + "money key door phone walk dinner plan budget report week morning river boat lamp chair music letter"),
        Split("Brot Milch Tee Garten Farbe Fenster Treffen Zug Fahrkarte Buch Arzt Winter Sommer Liste Freundin Geld "
            + "Schlüssel Tür Telefon Spaziergang Abendessen Plan Bericht Woche Morgen Fluss Boot Lampe Stuhl Brief"),
        Split("pain lait thé jardin peinture fenêtre réunion train billet livre médecin hiver été liste amie argent "
            + "clé porte téléphone promenade dîner projet rapport semaine matin rivière bateau lampe chaise lettre"),
        Split("leib piim tee aed värv aken koosolek rong pilet raamat arst talv suvi nimekiri sõber raha võti uks "
            + "telefon jalutuskäik õhtusöök plaan aruanne nädal hommik jõgi paat lamp tool muusika kiri"),
        Split("хлеб молоко чай сад краска окно встреча поезд билет книга врач зима лето список подруга деньги ключ "
            + "дверь телефон прогулка ужин план отчёт неделя утро река лодка лампа стул музыка письмо"),
        Split("パン 牛乳 お茶 庭 窓 会議 電車 切符 本 医者 冬 夏 一覧 友達 お金 鍵 電話 散歩 夕食 計画 予算 報告 週 朝 川 船 椅子 音楽 手紙"),
    ];

    public static readonly Meant[] Meant =
    [
        new("Offsite in Tartu", "Two nights, eleven people. Book the sauna house and ask Priit about the bus.",
            "offsite", "tartu", "sauna house", "\"ask Priit\"", "saun"),
        new("Sourdough, fourth attempt", "78% water was too wet for this flour. Longer rest, do not open the oven.",
            "sourdough", "sourdough water", "wet flour", "open oven"),
        new("Wi-Fi for the main hall", "Ask the venue for two circuits. One kettle took the registration desk down.",
            "wi-fi", "registration desk", "kettle circuits", "venue kettle"),
        new("Boiler, what the plumber said", "Pressure 1.5 bar. Bleed the radiator in the hall before every winter.",
            "plumber", "boiler pressure", "radiator winter", "\"1.5 bar\""),
        new("Passport renewal", "Photo 35 x 45 mm, form DX-11, appointment on the third floor.",
            "passport", "passport photo", "DX-11", "appointment floor"),
        new("Zwetschgenkuchen von Oma", "Hefeteig über Nacht, Zwetschgen dicht legen, Zimt und Mandelblättchen.",
            "zwetschgenkuchen", "oma", "Hefeteig Nacht", "Mandelblattchen"),
        new("Steuererklärung 2025", "Belege für das Arbeitszimmer, die Fahrtkosten und die Spende an den Tierschutz.",
            "steuererklarung", "Fahrtkosten", "Spende Tierschutz", "steuer 2025"),
        new("Fahrradkette wechseln", "Kettennieter, neunfach, und danach die Schaltung hinten nachstellen.",
            "fahrradkette", "Schaltung nachstellen", "kettennieter"),
        new("Crème brûlée", "Six jaunes, la vanille fendue, une heure à feu très doux, puis le chalumeau.",
            "creme brulee", "chalumeau", "vanille jaunes", "\"feu très doux\""),
        new("Fuite sous l’évier", "Le joint du siphon est fendu. Couper l’arrivée d’eau derrière la machine.",
            "fuite", "siphon joint", "evier", "arrivée d'eau"),
        new("Cours de natation", "Piscine Molitor, mardi à dix-huit heures, bonnet obligatoire.",
            "natation", "molitor", "bonnet obligatoire"),
        new("Seenekoht Käsmu taga", "Kukeseened kuuskede all, tee lõpust vasakule, enne suurt rändrahnu.",
            "seenekoht", "kasmu", "kukeseened", "rändrahn"),
        new("Suvila katus", "Eterniit maha, plekk peale. Andres tuleb mõõtma ja toob redeli.",
            "suvila", "eterniit", "Andres redel"),
        new("Rukkileiva juuretis", "Sega soojaks, hoia külmkapis, toida laupäeviti rukkijahuga.",
            "juuretis", "rukkijahu", "toida laupaeviti"),
        new("Прививка кота", "Ветеринар на Лесной, паспорт с собой, следующая через год от бешенства.",
            "прививка", "ветеринар", "кота бешенства", "лесной"),
        new("Рецепт окрошки", "Квас холодный, редис тонко, укроп и яйца в самом конце.",
            "окрошки", "квас", "редис укроп"),
        new("Ёлочные игрушки на чердаке", "Синяя коробка за трубой, гирлянда не горит, купить предохранитель.",
            "елочные", "гирлянда", "синяя коробка"),
        new("京都旅行の宿", "鴨川沿いの旅館、朝食付き、駅から市バスで二十分。",
            "京都", "旅館", "鴨川", "京都旅行"),
        new("梅干しの作り方", "完熟の南高梅、塩は一割八分、土用に三日干す。",
            "梅干し", "南高梅", "土用"),
        new("自転車の空気圧", "前輪は六気圧、後輪は七気圧。パンク修理の道具は物置。",
            "自転車", "空気圧", "パンク修理"),
    ];

    public static readonly IReadOnlyList<(string Typed, string Meant)> Judged =
        [.. Meant.SelectMany(note => note.Queries.Select(typed => (typed, note.Name)))];

    /// <summary>Three words as a name, and twenty to eighty as a text, all of one language.</summary>
    public static (string Name, string Text) Everyday(Random random)
    {
        var words = Words[random.Next(Words.Length)];
        return (Some(random, words, 3), Some(random, words, random.Next(20, 80)));
    }

    static string Some(Random random, string[] words, int count) =>
        string.Join(' ', Enumerable.Range(0, count).Select(_ => words[random.Next(words.Length)]));

    static string[] Split(string words) => words.Split(' ');
}
