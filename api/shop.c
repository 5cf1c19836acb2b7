#include "api/shop.h"

void shop_close(struct shop *s)
{
    if (s)
        s->ops->close(s);
}
