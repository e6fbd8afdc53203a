package dev.gatehouse.demo;

/** What all pages of the site have in common. */
final class Layout {

    private static final Html REFRESH = new Html("<meta http-equiv=\"refresh\" content=\"5\">");

    private Layout() {}

    static Html page(String title, Html content) {
        return page(title, Html.NOTHING, content);
    }

    /** A page that is loaded anew every five seconds. */
    static Html refreshed(String title, Html content) {
        return page(title, REFRESH, content);
    }

    static Answer message(int status, String title, String text) {
        return Answer.page(status, page(title, Html.of("<p>{}</p>", text)));
    }

    private static Html page(String title, Html head, Html content) {
        return Html.of("""
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light dark">
                {}
                <title>{} – Gatehouse demo</title>
                <link rel="stylesheet" href="/style.css">
                </head>
                <body>
                <header>
                <span class="brand">Gatehouse demo</span>
                <nav aria-label="Demo"><a href="/">Inbox</a> <a href="/login">Sign in</a> <a href="/tenants">Tenants</a></nav>
                </header>
                <main>
                <h1>{}</h1>
                {}
                </main>
                </body>
                </html>
                """, head, title, title, content);
    }
}
