"""One address of each type of public page, with the demo's content."""

PAGES = (
    "/",
    "/themas/",
    "/themas/smart-mobility/",
    "/themas/smart-mobility/meedoen/",
    "/organisaties/",
    "/organisaties/?soort=gemeente&q=zz",
    "/organisaties/eindhoven/",
    "/verbreding/",
    "/toegankelijkheid/",
    "/privacy/",
    "/data/",
    "/demo/postvak/",
    "/account/inloggen/",
    "/bestaat-niet/",
)
