/* home.h - the judge's own folder: database, instance key, caches.
 *
 *     $JUDGE_HOME, else $XDG_DATA_HOME/judge, else ~/.local/share/judge
 *         judge.db   (store.h)     key   32 secret random bytes     cache/   what can be made again
 *
 * The folder and missing ones above it are made with mode 0700, when it is opened. It must belong to the user and be
 * writable by nobody else: whoever can write there can forge results, and whoever can read the key knows the hidden
 * inputs. What the user can mend is ERR_USE and says how.
 */
#ifndef JUDGE_HOME_H
#define JUDGE_HOME_H

#include "judge/base/digest.h"
#include "sandbox/err.h"

struct home {
    char *path;  /* absolute */
    char *cache; /* "<path>/cache", exists */
};

/* Where the folder is, without touching it. Heap string. */
char *home_folder(void);

/* Makes `path` and what is missing above it, mode 0700. */
int home_make(const char *path, struct err *err);
/* ERR_USE when something else than a folder is at `path` or above it; nothing at all is fine. */
int home_check_kind(const char *path, struct err *err);
/* Makes the folder when it is missing, and checks it. */
int home_open(struct home *ret_home, struct err *err);
void home_release(struct home *home);

/* The instance key; made on first use. Processes that make it at the same time get the same one. ERR_JUDGE when the
 * file is damaged: a new key would change all hidden cases, which is for a person to decide. */
int home_key(const struct home *home, struct digest *ret_key, struct err *err);

/* $JUDGE_USER, else the login name. Heap string; which names are allowed is the store's business. */
int home_user(char **ret_user, struct err *err);

#endif
